using FluentAssertions;
using KubeHa.Ssh.Tests;
using ReferenceCluster;

namespace KubeHa.Examples.Tests;

/// <summary>The program's first contact with a real sshd that takes passwords and stands for every machine.</summary>
public sealed class FirstContactTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubeha-").FullName;
    private readonly TestUsers? users = Environment.IsPrivilegedProcess ? new TestUsers() : null;
    private readonly Sshd? sshd = Environment.IsPrivilegedProcess ? new Sshd("AuthorizedKeysFile .ssh/authorized_keys\nStrictModes yes\nPasswordAuthentication yes\n", "ed25519") : null;

    private string Key => Path.Combine(folder, "operator");

    private string Password => Path.Combine(folder, "password");

    public void Dispose()
    {
        sshd?.Dispose();
        users?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [SshdFact]
    public async Task A_password_from_a_file_installs_the_key_everywhere_once_and_is_not_shown()
    {
        var inventory = Inventory(users!.Add("/bin/sh", "USER ALL=(ALL) ALL", withPassword: true));
        await File.WriteAllTextAsync(Password, users.SudoPassword.Reveal() + "\n");

        var run = await ProgramRun.OfAsync("first-contact", "--inventory", inventory, "--key", Key, "--password-file", Password);
        var again = await ProgramRun.OfAsync("first-contact", "--inventory", inventory, "--key", Key, "--password-file", Password, "--only", "node2");

        run.ExitCode.Should().Be(ExitCodes.Done, run.Output + run.Error);
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(9).And.OnlyContain(line => line.EndsWith("installed and logs in", StringComparison.Ordinal));
        (run.Output + run.Error).Should().NotContain(users.SudoPassword.Reveal());
        again.ExitCode.Should().Be(ExitCodes.Done, again.Output + again.Error);
        again.Output.Trim().Should().Be("node2    the key was installed and logs in");
    }

    [SshdFact]
    public async Task A_wrong_password_is_tried_on_one_machine_only_and_without_a_terminal_a_file_is_asked_for()
    {
        var inventory = Inventory(users!.Add("/bin/sh", "USER ALL=(ALL) ALL", withPassword: true));
        await File.WriteAllTextAsync(Password, "no such password\n");

        var wrong = await ProgramRun.OfAsync("first-contact", "--inventory", inventory, "--key", Key, "--password-file", Password);
        var none = await ProgramRun.OfAsync("first-contact", "--inventory", inventory, "--key", Key);
        await File.WriteAllTextAsync(Password, "\n");
        var empty = await ProgramRun.OfAsync("first-contact", "--inventory", inventory, "--key", Key, "--password-file", Password);

        wrong.ExitCode.Should().Be(ExitCodes.Failed);
        wrong.Output.Should().Contain("AuthenticationFailed").And.Contain("The other machines are not tried").And.NotContain("no such password");
        sshd!.Log.Count(line => line.Contains("Failed password", StringComparison.Ordinal)).Should().Be(1);
        none.ExitCode.Should().Be(ExitCodes.BadInput);
        none.Error.Should().Contain("--password-file");
        empty.ExitCode.Should().Be(ExitCodes.BadInput);
    }

    private string Inventory(string user)
    {
        Run.Program("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "operator", "-f", Key);
        File.WriteAllText(Path.Combine(folder, "known_hosts"), sshd!.KnownHostsText);
        var names = new[] { "master", "master2", "master3", "node1", "node2", "node3", "client", "lvs01", "lvs02" };
        var file = Path.Combine(folder, "inventory.yaml");
        File.WriteAllText(file, $"user: {user}\nport: {sshd.Port}\nknownHostsFile: known_hosts\nmachines:\n{string.Concat(names.Select(name => $"  {name}: {{ address: 127.0.0.1 }}\n"))}");
        return file;
    }
}
