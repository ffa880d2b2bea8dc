using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace KubeHa.Templates;

/// <summary>Certificates in files, and those that servers show.</summary>
internal static class CertificateChecks
{
    private const int WarnDays = 30;

    public static void Run(CheckSheet sheet)
    {
        NoneEndsSoon(sheet);
        NamesAreInTheServingCertificate(sheet);
        ServedIsWhatTheFilesSay(sheet);
        AuthoritiesAreTheSame(sheet);
    }

    /// <summary>By the clock of the machine itself.</summary>
    private static void NoneEndsSoon(CheckSheet sheet)
    {
        const string check = "certificate-days";
        foreach (var machine in sheet.Said(check, sheet.Cluster.Machines.Where(machine => machine is not Director), FactNames.Certificates))
        {
            var found = InFiles(sheet, machine);
            if (!double.TryParse(sheet.Observed[machine.Name, FactNames.Clock], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || found.Count == 0)
            {
                sheet.Add(check, machine.Name, CheckStatus.Warns, "it shows no certificate", "Apply again: it has not joined, or its files were taken away.");
                continue;
            }

            var now = DateTimeOffset.UnixEpoch.AddSeconds(seconds).UtcDateTime;
            var notYet = found.Where(one => one.Certificate.NotBefore.ToUniversalTime() > now).Select(one => one.Path).ToList();
            var ends = found.Select(one => (one.Path, Days: (one.Certificate.NotAfter.ToUniversalTime() - now).TotalDays)).OrderBy(one => one.Days).ToList();
            var soon = ends.Where(one => one.Days < WarnDays).Select(one => one.Days < 0
                ? string.Create(CultureInfo.InvariantCulture, $"{one.Path} EXPIRED {-one.Days:0.0} days ago")
                : string.Create(CultureInfo.InvariantCulture, $"{one.Path} ends in {one.Days:0.0} days")).Concat(notYet.Select(path => $"{path} is not valid yet")).ToList();
            var missing = CertificateProbes.Expected(sheet.Cluster, machine).Except(found.Select(one => one.Path)).ToList();
            soon.AddRange(missing.Select(path => $"{path} is not there, or holds none"));
            sheet.Add(check, machine.Name, missing.Count > 0 || notYet.Count > 0 || ends[0].Days < 0 ? CheckStatus.Fails : soon.Count > 0 ? CheckStatus.Warns : CheckStatus.Holds,
                soon.Count > 0 ? string.Join("; ", soon) : string.Create(CultureInfo.InvariantCulture, $"the first of {ends.Count} to end is {ends[0].Path}, in {Math.Floor(ends[0].Days):0} days"),
                "Renew them (kubeadm certs renew all; kubeadm alpha certs before 1.20) and restart the static pods, one control plane at a time. A kubelet renews its own, a client's is renewed by an apply. Where it is not valid yet, see the clock. One that is not there: kubeadm init phase certs or phase kubeconfig makes it anew. Where etcd has machines of its own kubeadm does not renew apiserver-etcd-client: remove its .crt and .key, apply, and start kube-apiserver anew.");
        }
    }

    private static void NamesAreInTheServingCertificate(CheckSheet sheet)
    {
        const string check = "certificate-names";
        var endpoint = sheet.Cluster.Endpoint;
        foreach (var machine in sheet.Said(check, sheet.Cluster.ControlPlanes, FactNames.Certificates))
        {
            var serving = InFiles(sheet, machine).FirstOrDefault(one => one.Path == CertificateProbes.ApiServer).Certificate;
            var names = serving?.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()))).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
            var missing = ((string[])[.. endpoint.VirtualAddresses.Select(address => address.ToString()), endpoint.Name, machine.Address.ToString(), machine.Name, .. sheet.Cluster.Kubeadm.ExtraCertificateNames]).Distinct().Where(name => !names.Contains(name)).ToList();
            sheet.Judge(check, machine.Name, missing.Count == 0,
                serving is null ? $"{CertificateProbes.ApiServer} is not there" : missing.Count == 0 ? "it names the virtual IP, the endpoint, the machine and all that the model adds" : $"it does not name {string.Join(", ", missing)}",
                "Whoever dials that name refuses the connection. Remove apiserver.crt and apiserver.key there, run kubeadm init phase certs apiserver with the model's configuration, and restart kube-apiserver.");
        }
    }

    private static void ServedIsWhatTheFilesSay(CheckSheet sheet)
    {
        const string check = "certificate-served";
        foreach (var machine in sheet.Said(check, sheet.Cluster.Machines.Where(machine => machine is ControlPlane or EtcdMachine), FactNames.Certificates))
        {
            var block = sheet.Block(machine, FactNames.Certificates);
            if (block.Is("missing", "openssl"))
            {
                sheet.Add(check, machine.Name, CheckStatus.Warns, "openssl is not installed there", "Install openssl on it; nothing else there can read what a server shows.");
                continue;
            }

            var files = Lines(block, "certificate");
            var served = Lines(block, "served");
            var wrong = CertificateProbes.Servers(sheet.Cluster, machine)
                .Select(server => (server.Name, Shown: served.GetValueOrDefault(server.Name) ?? string.Empty, File: files.GetValueOrDefault(server.File) ?? string.Empty))
                .Where(server => server.Shown.Length == 0 || server.Shown != server.File)
                .Select(server => server.Shown.Length == 0 ? $"{server.Name} shows none" : $"{server.Name} shows another one than its file")
                .ToList();
            sheet.Judge(check, machine.Name, wrong.Count == 0,
                wrong.Count == 0 ? $"{string.Join(" and ", CertificateProbes.Servers(sheet.Cluster, machine).Select(server => server.Name))} show the certificates of their files" : string.Join("; ", wrong),
                "A server reads its certificate when it starts: restart its static pod (move its manifest out of /etc/kubernetes/manifests and back). One that shows none does not run.");
        }
    }

    private static void AuthoritiesAreTheSame(CheckSheet sheet)
    {
        const string check = "same-authorities";
        var seen = sheet.Said(check, sheet.Cluster.ControlPlanes, FactNames.Certificates);
        if (seen.Count == 0)
        {
            return;
        }

        var differing = CertificateProbes.Authorities(sheet.Cluster)
            .Where(path => seen.Select(machine => Lines(sheet.Block(machine, FactNames.Certificates), "certificate").GetValueOrDefault(path)).Distinct().Count() > 1)
            .ToList();
        sheet.Judge(check, string.Empty, differing.Count == 0,
            differing.Count == 0 ? $"{seen.Count} control planes bear the same authorities" : $"not the same on all control planes: {string.Join(", ", differing)}",
            "Which one is right is not ours to guess: see which the others and the clients trust, and put it back by hand from there.");
    }

    private static List<(string Path, X509Certificate2 Certificate)> InFiles(CheckSheet sheet, Machine machine)
    {
        var found = new List<(string, X509Certificate2)>();
        foreach (var (path, text) in Lines(sheet.Block(machine, FactNames.Certificates), "certificate"))
        {
            try
            {
                found.Add((path, X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text))));
            }
            catch (Exception broken) when (broken is FormatException or System.Security.Cryptography.CryptographicException)
            {
                // What is no certificate is missed by whoever needs it.
            }
        }

        return found;
    }

    private static Dictionary<string, string> Lines(FactBlock block, string key) =>
        block.All(key).Select(line => line.Split(' ', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
}
