using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeHa.Templates.Tests;

/// <summary>Certificates as the machines of a healthy cluster have them, made once; its clocks say 13 September 2020.</summary>
internal static class SeenCertificates
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1600000000);

    private static readonly Dictionary<string, string> Made = [];

    public static string Of(Cluster cluster, Machine machine) => string.Join('\n', machine switch
    {
        ControlPlane =>
        [
            .. CertificateProbes.Authorities(cluster).Select(path => $"certificate={path} {Make(path, 3650)}"),
            $"certificate={CertificateProbes.ApiServer} {Serving(cluster, machine)}",
            .. cluster.Etcd is EtcdTopology.Stacked
                ? [$"certificate={CertificateProbes.EtcdServer} {Make("etcd " + machine.Name, 365)}", $"served=etcd {Make("etcd " + machine.Name, 365)}"]
                : (string[])[$"certificate={ExternalEtcd.CertificateFile} {Make("etcd client", 365)}"],
            $"certificate=/etc/kubernetes/admin.conf {Make("admin", 360)}",
            $"served=apiserver {Serving(cluster, machine)}",
        ],
        Worker => [$"certificate=/var/lib/kubelet/pki/kubelet-client-current.pem {Make("kubelet", 365)}"],
        _ => (IEnumerable<string>)[$"certificate=/root/.kube/config {Make("client", 365)}"],
    });

    public static string Serving(Cluster cluster, Machine machine) =>
        Make("serving " + machine.Name, 365, cluster.Endpoint.VirtualAddress.ToString(), cluster.Endpoint.Name, machine.Address.ToString());

    /// <param name="name">Who it is for; the same name gives the same certificate.</param>
    /// <param name="days">When it ends, in days from what the clocks say.</param>
    /// <param name="names">What it is valid for.</param>
    public static string Make(string name, double days, params string[] names)
    {
        lock (Made)
        {
            var key = FormattableString.Invariant($"{name} {days} {string.Join(' ', names)}");
            if (!Made.TryGetValue(key, out var made))
            {
                using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                var request = new CertificateRequest("CN=" + name.Replace('/', ' '), pair, HashAlgorithmName.SHA256);
                var alternatives = new SubjectAlternativeNameBuilder();
                foreach (var alternative in names)
                {
                    if (IPAddress.TryParse(alternative, out var address))
                    {
                        alternatives.AddIpAddress(address);
                    }
                    else
                    {
                        alternatives.AddDnsName(alternative);
                    }
                }

                if (names.Length > 0)
                {
                    request.CertificateExtensions.Add(alternatives.Build());
                }

                using var certificate = request.CreateSelfSigned(Now.AddDays(Math.Min(-1, days - 365)), Now.AddDays(days));
                Made[key] = made = Convert.ToBase64String(certificate.RawData);
            }

            return made;
        }
    }
}
