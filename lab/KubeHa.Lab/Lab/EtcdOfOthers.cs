using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeHa.Lab;

/// <summary>An etcd on machines that are none of the cluster's: three members with certificates of an authority of their own, run by units of the machines' systemd.</summary>
internal sealed class EtcdOfOthers
{
    public static IReadOnlyList<string> Members { get; } = ["node3", "nfs", "extend"];

    public static IReadOnlyList<Uri> Endpoints { get; } = [.. Members.Select(machine => new Uri($"https://{Machines.Addresses[machine]}:2379"))];

    public required string Authority { get; init; }

    public required string ClientCertificate { get; init; }

    public required string ClientKey { get; init; }

    /// <summary>Starts it anew, without data.</summary>
    public static async Task<EtcdOfOthers> StartAsync(CancellationToken cancellationToken)
    {
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=etcd of others", caKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var ca = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(3650));
        var (serverCertificate, serverKey) = Issue(ca, "CN=etcd", isServer: true);
        var (clientCertificate, clientKey) = Issue(ca, "CN=kube-apiserver", isServer: false);
        var etcd = new EtcdOfOthers { Authority = ca.ExportCertificatePem(), ClientCertificate = clientCertificate, ClientKey = clientKey };
        await Task.WhenAll(Members.Select(machine => DataCentre.AskAsync(machine, Script(machine, etcd.Authority, serverCertificate, serverKey), cancellationToken)));

        // Each waits for the others.
        foreach (var machine in Members)
        {
            await DataCentre.AskAsync(machine, "for i in $(seq 60); do systemctl is-active -q etcd-of-others && exit 0; sleep 1; done; journalctl -u etcd-of-others -n 5 --no-pager; exit 1", cancellationToken);
        }

        return etcd;
    }

    /// <summary>How many keys of Kubernetes it has.</summary>
    public static Task<int> KeysAsync(CancellationToken cancellationToken) => CountAsync("/registry/ --prefix --keys-only", "^/registry/", cancellationToken);

    /// <summary>Whether it still has what a ConfigMap of the default namespace said.</summary>
    public static async Task<bool> KeepsAsync(string configMap, string value, CancellationToken cancellationToken) =>
        await CountAsync($"/registry/configmaps/default/{configMap} --print-value-only", value, cancellationToken) > 0;

    private static async Task<int> CountAsync(string what, string lines, CancellationToken cancellationToken) =>
        int.Parse(await DataCentre.AskAsync(Members[0], $"ETCDCTL_API=3 /opt/etcd/usr/local/bin/etcdctl --endpoints https://127.0.0.1:2379 --cacert /opt/etcd/ca.crt --cert /opt/etcd/server.crt --key /opt/etcd/server.key get {what} | grep -a -c {lines} || true", cancellationToken), CultureInfo.InvariantCulture);

    private static (string Certificate, string Key) Issue(X509Certificate2 ca, string subject, bool isServer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);

        // Members are clients of each other.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. isServer ? [new Oid("1.3.6.1.5.5.7.3.1")] : Array.Empty<Oid>(), new Oid("1.3.6.1.5.5.7.3.2")], false));
        if (isServer)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            foreach (var machine in Members)
            {
                names.AddIpAddress(IPAddress.Parse(Machines.Addresses[machine]));
            }

            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = request.Create(ca, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(365), RandomNumberGenerator.GetBytes(8));
        return (certificate.ExportCertificatePem() + "\n", key.ExportECPrivateKeyPem() + "\n");
    }

    private static string Script(string machine, string ca, string certificate, string key)
    {
        var address = Machines.Addresses[machine];
        var cluster = string.Join(',', Members.Select(member => $"{member}=https://{Machines.Addresses[member]}:2380"));

        return $$"""
            set -e
            systemctl stop etcd-of-others 2>/dev/null || true
            systemctl reset-failed etcd-of-others 2>/dev/null || true
            rm -rf /opt/etcd; mkdir -p /opt/etcd/data; chmod 700 /opt/etcd/data; cd /opt/etcd
            tar -xOf /opt/images/etcd.tar layer.tar | tar -x ./usr/local/bin
            cat >ca.crt <<'TEXT'
            {{ca}}
            TEXT
            cat >server.crt <<'TEXT'
            {{certificate}}
            TEXT
            (umask 077; cat >server.key <<'TEXT'
            {{key}}
            TEXT
            )
            systemd-run -q --unit etcd-of-others --property Type=notify /opt/etcd/usr/local/bin/etcd --name {{machine}} --data-dir /opt/etcd/data \
                --listen-client-urls https://{{address}}:2379,https://127.0.0.1:2379 --advertise-client-urls https://{{address}}:2379 \
                --listen-peer-urls https://{{address}}:2380 --initial-advertise-peer-urls https://{{address}}:2380 --initial-cluster {{cluster}} --initial-cluster-token etcd-of-others \
                --heartbeat-interval 300 --election-timeout 3000 \
                --client-cert-auth --trusted-ca-file /opt/etcd/ca.crt --cert-file /opt/etcd/server.crt --key-file /opt/etcd/server.key \
                --peer-client-cert-auth --peer-trusted-ca-file /opt/etcd/ca.crt --peer-cert-file /opt/etcd/server.crt --peer-key-file /opt/etcd/server.key
            """.ReplaceLineEndings("\n");
    }
}
