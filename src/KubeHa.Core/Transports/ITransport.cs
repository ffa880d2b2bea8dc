namespace KubeHa;

/// <summary>
/// The way to machines. Implement it to bring a transport of one's own; <c>KubeHa.Ssh</c> does it over SSH, <see cref="RecordingTransport"/> for tests.
/// Which user, port, key and jump hosts a machine takes, and how a session becomes root, is the transport's configuration, not the model's.
/// </summary>
public interface ITransport
{
    /// <summary>Opens a session on a machine.</summary>
    /// <param name="target">The machine.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TransportException">The machine could not be reached, or its key or our credential was refused.</exception>
    Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default);
}
