using System.Globalization;
using KubeHa;
using KubeHa.Ssh;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Installs the operator's key on machines that know only a password yet, one after the other: a wrong password is shown once, not to all of them.</summary>
internal static class FirstContactVerb
{
    /// <param name="settings">What every verb takes.</param>
    /// <param name="only">The one machine; all of the cluster by default.</param>
    /// <param name="keyFile">The private key; its public half stands beside it.</param>
    /// <param name="passwordFile">Whose first line is the password; asked for on the terminal by default. Arguments are seen by everybody on the machine.</param>
    /// <param name="console">Where to.</param>
    /// <param name="cancellationToken">Gives up before the next machine.</param>
    public static async Task<int> RunAsync(Settings settings, string? only, string keyFile, string? passwordFile, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var cluster = settings.BuildCluster();
        only = Settings.KnownMachine(cluster, only);
        var inventory = settings.OpenInventory();
        var publicKey = SshPublicKey.Parse(await File.ReadAllTextAsync(keyFile + ".pub", cancellationToken));
        var key = SshPrivateKey.FromFile(keyFile);
        var password = passwordFile is null ? await AskAsync(console, cancellationToken) : await ReadAsync(passwordFile, cancellationToken);
        var (failed, setAside) = (false, false);
        foreach (var machine in cluster.Machines.Where(machine => only is null || machine.Name == only))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var report = await SshFirstContact.InstallKeyAsync(machine.Target, inventory.Options, key, publicKey, password, cancellationToken: cancellationToken);
            var unreachable = report.Observations.Unreachable.ContainsKey(machine.Name);
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{machine.Name,-8} {Words(report)}");
            if (report.Outcome is RunOutcome.Stopped)
            {
                return ExitCodes.Cancelled;
            }

            setAside |= unreachable && machine is Worker or Client;
            failed |= report.Outcome == RunOutcome.Failed && !(unreachable && machine is Worker or Client);
            if (report.Failure?.Contains(nameof(TransportFailure.AuthenticationFailed), StringComparison.Ordinal) == true)
            {
                console.MarkupLine("[red]The other machines are not tried: wrong passwords lock accounts.[/]");
                break;
            }
        }

        return failed ? ExitCodes.Failed : setAside ? ExitCodes.SetAside : ExitCodes.Done;
    }

    private static string Words(RunReport report) => report.Outcome switch
    {
        RunOutcome.Changed => "the key is installed and logs in",
        RunOutcome.NoChange => "the key was installed and logs in",
        _ => report.Failure ?? "stopped",
    };

    private static async Task<Secret> ReadAsync(string file, CancellationToken cancellationToken) =>
        (await File.ReadAllLinesAsync(file, cancellationToken)) is [{ Length: > 0 } line, ..] ? new Secret(line) : throw new InputException($"{file} has no first line with a password.");

    private static async Task<Secret> AskAsync(IAnsiConsole console, CancellationToken cancellationToken) => console.Profile.Capabilities.Interactive && !Console.IsInputRedirected
        ? new Secret(await console.PromptAsync(new TextPrompt<string>("Password of the machines:").Secret(null), cancellationToken))
        : throw new InputException("There is no terminal to ask for the password on: say with --password-file FILE where it stands.");
}
