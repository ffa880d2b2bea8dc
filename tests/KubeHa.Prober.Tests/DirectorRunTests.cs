using System.Net;
using System.Text;
using FluentAssertions;
using KubeHa.Templates;
using Xunit;

namespace KubeHa.Prober.Tests;

public sealed class DirectorRunTests
{
    private const string Trie = """
        Main:
          +-- 0.0.0.0/0 3 0 5
             |-- 192.168.33.130
                /32 link UNICAST
        Local:
             |-- 192.168.33.13
                /32 host LOCAL
             |-- 192.168.33.132
                /32 host LOCAL

        """;

    private const string Table = """
        IP Virtual Server version 1.2.1 (size=4096)
        Prot LocalAddress:Port Scheduler Flags
          -> RemoteAddress:Port Forward Weight ActiveConn InActConn
        TCP  C0A82182:192B wlc
          -> C0A8210B:192B      Route   1      4          0
          -> C0A8210A:192B      Route   0      0          0
          -> C0A82109:192B      Route   1      0          12
        TCP  C0A82182:1F90 wlc
          -> C0A82108:1F90      Route   1      0          0

        """;

    private static readonly IPEndPoint Service = new(IPAddress.Parse("192.168.33.130"), 6443);

    [Theory]
    [InlineData("192.168.33.132", true)]
    [InlineData("192.168.33.13", true)]
    [InlineData("192.168.33.130", false)]
    [InlineData("192.168.33.1", false)]
    public void An_address_is_the_machines_own_where_the_kernel_says_local(string address, bool has) => DirectorRun.HasAddress(Trie, IPAddress.Parse(address)).Should().Be(has);

    [Fact]
    public void Servers_that_get_no_new_connections_are_not_in_the_pool() => DirectorRun.Servers(Table, Service).Should().Equal("192.168.33.11:6443", "192.168.33.9:6443");

    [Theory]
    [InlineData("fd00:33::84", true)]
    [InlineData("fd00:33::64", true)]
    [InlineData("fd00:33::", false)]
    [InlineData("33::84", false)]
    public void An_IPv6_address_is_the_machines_own_where_it_has_a_line(string address, bool has) => DirectorRun.HasAddress("""
        fd000033000000000000000000000084 02 40 00 80     eth0
        fe80000000000000a8bbccfffe000001 02 40 20 80     eth0
        fd000033000000000000000000000064 02 80 00 a2     eth0

        """, IPAddress.Parse(address)).Should().Be(has);

    [Fact]
    public void The_kernel_writes_IPv6_with_all_its_zeros() => DirectorRun.Servers("""
        IP Virtual Server version 1.2.1 (size=4096)
        Prot LocalAddress:Port Scheduler Flags
          -> RemoteAddress:Port Forward Weight ActiveConn InActConn
        TCP  [fd00:0033:0000:0000:0000:0000:0000:0064]:192B wlc 
          -> [fd00:0033:0000:0000:0000:0000:0000:0011]:192B      Route   1      4          0
          -> [fd00:0033:0000:0000:0000:0000:0000:0010]:192B      Route   0      0          0
        TCP  [fd00:0033:0000:0000:0000:0000:0000:0064]:1F90 wlc 
          -> [fd00:0033:0000:0000:0000:0000:0000:0008]:1F90      Route   1      0          0

        """, new IPEndPoint(IPAddress.Parse("fd00:33::64"), 6443)).Should().Equal("[fd00:33::11]:6443");

    [Fact]
    public async Task Changes_are_written_with_their_moment()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var (file, trie, table) = (Path.Join(folder, "seen"), Path.Join(folder, "trie"), Path.Join(folder, "table"));
        await File.WriteAllTextAsync(trie, Trie);
        await File.WriteAllTextAsync(table, Table);
        using var stop = new CancellationTokenSource();
        var running = new DirectorRun(new ProberOptions(file, Service, 60, 20, 1000)) { AddressesFile = trie, TableFile = table }.RunAsync(stop.Token);
        await LinesAsync(file, 3);

        await ChangeAsync(trie, "link UNICAST", "host LOCAL");
        await LinesAsync(file, 4);
        await ChangeAsync(table, "C0A82109:192B      Route   1", "C0A82109:192B      Route   0");
        await LinesAsync(file, 5);
        await stop.CancelAsync();
        (await running).Should().Be(0);

        var lines = ProberLine.Read(await File.ReadAllTextAsync(file)).Where(line => line.Kind != "gap").ToList();
        lines.Select(line => line.Kind).Should().Equal("hello", "vip", "pool", "vip", "pool", "end");
        lines[3].Json.GetProperty("has").GetBoolean().Should().BeTrue();
        lines[4].Items("servers").Select(server => server.GetString()).Should().Equal("192.168.33.11:6443");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>As the kernel's files change: in place, and at once for a reader. (A file that is written from nothing is empty for a moment, which is a change as well.)</summary>
    private static async Task ChangeAsync(string file, string old, string now)
    {
        var text = await File.ReadAllTextAsync(file);
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(handle, Encoding.ASCII.GetBytes(now.PadRight(old.Length)), text.IndexOf(old, StringComparison.Ordinal));
    }

    [Fact]
    public void A_watched_file_tells_when_it_is_there_changes_and_goes()
    {
        var path = Path.Join(Directory.CreateTempSubdirectory().FullName, "table");
        var file = new WatchedFile(path);

        (file.Changed(), file.Text).Should().Be((true, string.Empty), "of a file that is not there");
        file.Changed().Should().BeFalse();
        var large = new string('x', 40_000);
        File.WriteAllText(path, large);
        (file.Changed(), file.Text).Should().Be((true, large), "of one that came");
        file.Changed().Should().BeFalse();
        File.WriteAllText(path, "less");
        (file.Changed(), file.Text).Should().Be((true, "less"), "of one that was written anew");
    }

    [Fact]
    public void The_kernels_own_files_are_read_anew_at_every_look()
    {
        var file = new WatchedFile("/proc/uptime");

        file.Changed().Should().BeTrue();
        var before = file.Text;
        before.Should().NotBeEmpty();
        SpinWait.SpinUntil(file.Changed, TimeSpan.FromSeconds(60)).Should().BeTrue();
        file.Text.Should().NotBe(before);
    }

    private static async Task LinesAsync(string file, int count)
    {
        for (var tries = 0; !File.Exists(file) || (await File.ReadAllTextAsync(file)).Split('\n').Count(line => line.Contains("kind", StringComparison.Ordinal) && !line.Contains("\"gap\"", StringComparison.Ordinal)) < count; tries++)
        {
            tries.Should().BeLessThan(1000);
            await Task.Delay(10);
        }
    }
}
