using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeHa.Templates.Tests;

/// <summary>Certificates as the machines of a healthy cluster have them, made once; its clocks say 13 September 2020.</summary>
internal static class SeenCertificates
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1600000000);

    private static readonly Dictionary<string, string> Made = [];

    public static string Of(Cluster cluster, Machine machine) => string.Join('\n',
    [
        .. CertificateProbes.Expected(cluster, machine).Select(path => $"certificate={path} {InFile(cluster, machine, path)}"),
        .. CertificateProbes.Servers(cluster, machine).Select(server => $"served={server.Name} {InFile(cluster, machine, server.File)}"),
    ]);

    public static string Serving(Cluster cluster, Machine machine) => Make("serving " + machine.Name, 365,
        [.. PoolRules.Services(cluster).Select(service => service.Address.ToString()), cluster.Endpoint.Name, machine.Address.ToString(), machine.Name, .. cluster.Kubeadm.ExtraCertificateNames]);

    private static string InFile(Cluster cluster, Machine machine, string path) => path switch
    {
        CertificateProbes.ApiServer => Serving(cluster, machine),
        CertificateProbes.EtcdServer => Make("etcd " + machine.Name, 365),
        FilePaths.AdminConf => Make("admin", 360),
        _ when CertificateProbes.Authorities(cluster).Contains(path) => Make(path, 3650),
        _ => Make(path, 365),
    };

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
