using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

/// <summary>Where etcd runs.</summary>
public sealed class EtcdRuleTests
{
    [Theory]
    [InlineData("https://192.168.33.41:2379", true)]
    [InlineData("https://etcd-1.example.com:2379/", true)]
    [InlineData("https://192.168.33.41", false)]
    [InlineData("https://192.168.33.41:0", false)]
    [InlineData("https://192.168.33.41:2379/v3", false)]
    [InlineData("https://192.168.33.41:2379?x=y", false)]
    [InlineData("https://192.168.33.41:2379,https://192.168.33.42:2379", false)]
    [InlineData("https://root:secret@192.168.33.41:2379", false)]
    [InlineData("https://etcd_1:2379", false)]
    [InlineData("http://192.168.33.41:2379", false)]
    [InlineData("tcp://192.168.33.41:2379", false)]
    public void An_endpoint_is_https_a_name_and_a_port(string endpoint, bool isOne)
    {
        if (!Uri.TryCreate(endpoint, UriKind.RelativeOrAbsolute, out var address))
        {
            isOne.Should().BeFalse();
            return;
        }

        var builder = Reference.Builder().WithEtcd(new EtcdTopology.ExternalEndpoints { Endpoints = [address], CertificateAuthority = BrokenBuilders.Certificate, ClientCertificate = BrokenBuilders.Certificate });

        builder.TryBuild(out _, out var diagnostics).Should().Be(isOne);
        diagnostics.Should().NotContain(found => found.ToString().Contains("secret", StringComparison.Ordinal));
        diagnostics.Where(found => found.Path == "etcd.endpoints[0]").Select(found => found.Code).Should().Equal(isOne ? [] : [DiagnosticCodes.MalformedEtcdEndpoint]);
    }

    [Fact]
    public void Two_control_planes_are_enough_where_etcd_has_machines_of_its_own()
    {
        BrokenBuilders.OwnEtcd(3).Remove("master3").TryBuild(out var cluster, out _).Should().BeTrue();

        cluster!.Machines.Select(machine => machine.Name).Should().ContainInOrder("lvs01", "lvs02", "etcd1", "etcd2", "etcd3", "master", "master2", "node1");
        cluster.Nodes.Should().NotContain(machine => machine is EtcdMachine, "no kubelet of theirs belongs to the cluster");
        ClusterBuilder.From(cluster).Build().EtcdMachines.Select(machine => machine.Name).Should().Equal("etcd1", "etcd2", "etcd3");
    }

    [Fact]
    public void The_data_directory_is_held_to_the_same_rule_wherever_etcd_runs()
    {
        BrokenBuilders.OwnEtcd(3).WithEtcd(new EtcdTopology.External { DataDirectory = "data" }).TryBuild(out _, out var diagnostics).Should().BeFalse();

        diagnostics.Select(found => $"{found.Code} {found.Path}").Should().Equal($"{DiagnosticCodes.MalformedPath} etcd.dataDirectory");
    }

    [Fact]
    public void One_endpoint_is_not_two()
    {
        BrokenBuilders.Etcd("https://etcd-1.example.com:2379", "https://etcd-1.example.com:2379/").TryBuild(out _, out var diagnostics).Should().BeFalse();

        diagnostics.Should().Contain(found => found.Code == DiagnosticCodes.NamedTwice && found.Path == "etcd.endpoints");
    }

    [Fact]
    public void A_key_where_a_certificate_belongs_is_refused_and_not_shown()
    {
        ClusterSecrets.ForTests.TryGet(SecretNames.EtcdCaKey, out var key);
        var external = new EtcdTopology.ExternalEndpoints { Endpoints = [new("https://192.168.33.41:2379")], CertificateAuthority = BrokenBuilders.Certificate };

        foreach (var text in (string[])["", "MIIB", BrokenBuilders.Certificate.Replace('\n', '\r'), BrokenBuilders.Certificate + "\u0085", key!.Reveal(), BrokenBuilders.Certificate + key.Reveal()])
        {
            Reference.Builder().WithEtcd(external with { ClientCertificate = text }).TryBuild(out _, out var diagnostics).Should().BeFalse();

            var found = diagnostics.Single(found => found.Severity == DiagnosticSeverity.Error);
            (found.Code, found.Path).Should().Be((DiagnosticCodes.MalformedCertificate, "etcd.clientCertificate"));
            found.ToString().Should().NotContain("PRIVATE KEY").And.NotContain("MII");
        }
    }

    [Fact]
    public void With_etcd_elsewhere_two_control_planes_do()
    {
        BrokenBuilders.Etcd("https://192.168.33.41:2379").Remove("master").TryBuild(out _, out var diagnostics).Should().BeTrue();

        diagnostics.Should().NotContain(found => found.Path == "controlPlanes");
    }

    [Fact]
    public void Nobody_changes_the_endpoints_behind_the_builders_back()
    {
        Uri[] endpoints = [new("https://192.168.33.41:2379")];
        var cluster = Reference.Builder().WithEtcd(new EtcdTopology.ExternalEndpoints { Endpoints = endpoints, CertificateAuthority = BrokenBuilders.Certificate, ClientCertificate = BrokenBuilders.Certificate }).Build();

        endpoints[0] = new("https://192.168.33.99:2379");

        ((EtcdTopology.ExternalEndpoints)cluster.Etcd).Endpoints.Single().Host.Should().Be("192.168.33.41");
    }
}
