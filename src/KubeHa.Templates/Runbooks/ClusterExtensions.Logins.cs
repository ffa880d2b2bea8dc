using KubeHa.Templates;

namespace KubeHa;

public static partial class ClusterExtensions
{
    /// <summary>
    /// Lets root of some machines log in as root on others by a key of its own, and proves each login. Key pairs are secrets of the cluster, made where
    /// there are none; host keys are read over the runner's own connection and pinned. Again is safe and changes nothing. Opt-in: no cluster needs it.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="logins">Who may log in where; for example <see cref="MachineLogin.Between"/>.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">Its secrets, else those of its folder, where new key pairs are saved; one of both is needed. And its handler and token.</param>
    /// <param name="cancellationToken">Asks nicely.</param>
    /// <exception cref="ArgumentException">A machine is none of the cluster, or neither secrets nor a folder are given.</exception>
    public static Task<RunReport> ApplyLoginsAsync(this Cluster cluster, IReadOnlyCollection<MachineLogin> logins, PlanRunner runner, ApplyOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(logins);
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(options);
        return Journaled.RunAsync(options, runner.TimeProvider, async told =>
        {
            var secrets = options.Secrets ?? (options.Folder is { } folder ? await folder.LoadSecretsAsync(cancellationToken).ConfigureAwait(false) ?? ClusterSecrets.FromParts(new Dictionary<string, string>()) : null)
                ?? throw new ArgumentException("Logins need secrets, or a folder to keep their keys in.", nameof(options));
            var look = await runner.RunAsync(LoginRunbook.Look(cluster, logins), new RunOptions { OnEvent = told.OnEvent, KillToken = told.KillToken }, cancellationToken).ConfigureAwait(false);
            if (look.Outcome is RunOutcome.Failed or RunOutcome.Stopped)
            {
                return look;
            }

            if (logins.Select(login => login.To).FirstOrDefault(machine => string.IsNullOrEmpty(look.Observations[machine, FactNames.SshHostKeys])) is { } mute)
            {
                return new RunReport(RunOutcome.Failed, look.Steps, look.Observations, $"Nothing was changed. {mute} has no host keys in /etc/ssh (ssh_host_*_key.pub) to be known by.");
            }

            foreach (var name in logins.Select(login => LoginRunbook.SecretOf(login.From)).Distinct().Where(name => !secrets.TryGet(name, out _)))
            {
                secrets = secrets.With(name, SshPublicKey.NewPrivateKey());
            }

            await (options.Folder?.SaveSecretsAsync(secrets, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            var plan = LoginRunbook.Install(cluster, logins, look.Observations, secrets);
            return await runner.RunAsync(plan, new RunOptions { Secrets = secrets, OnEvent = told.OnEvent, KillToken = told.KillToken }, cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>Takes away what <see cref="ApplyLoginsAsync"/> brought: on the machines that let others in the lines with their tag, on those that log in the key, the pinned host keys and our block of root's ssh configuration, whatever other logins they served.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="logins">Who may log in where no more.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">Its handler, token and folder.</param>
    /// <param name="cancellationToken">Asks nicely.</param>
    /// <exception cref="ArgumentException">A machine is none of the cluster.</exception>
    public static Task<RunReport> RemoveLoginsAsync(this Cluster cluster, IReadOnlyCollection<MachineLogin> logins, PlanRunner runner, ApplyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(logins);
        ArgumentNullException.ThrowIfNull(runner);
        var plan = LoginRunbook.Remove(cluster, logins);
        return Journaled.RunAsync(options ?? new ApplyOptions(), runner.TimeProvider, told =>
            runner.RunAsync(plan, new RunOptions { OnEvent = told.OnEvent, KillToken = told.KillToken }, cancellationToken));
    }
}
