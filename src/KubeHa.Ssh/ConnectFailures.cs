using System.Net.Sockets;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;

namespace KubeHa.Ssh;

/// <summary>Says what a failed login means and what to do.</summary>
internal static class ConnectFailures
{
    /// <param name="endpoint">Where.</param>
    /// <param name="timeout">How long it might take.</param>
    /// <param name="e">What SSH.NET threw.</param>
    /// <param name="loginBegan">Whether the host key was trusted, so that a credential may have been shown.</param>
    public static ConnectException Explain(SshEndpoint endpoint, TimeSpan timeout, Exception e, bool loginBegan) => e switch
    {
        ConnectException known => known,
        SshAuthenticationException => endpoint.Failure(TransportFailure.AuthenticationFailed,
            $"sshd refused the login as {endpoint.User} with {Credentials(endpoint)}: {e.Message} "
            + (endpoint.Password is null ? "Check that the key stands in the user's authorized_keys." : "Check the password; it was tried once."), e),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => endpoint.Failure(TransportFailure.Unreachable,
            $"{endpoint.Where} refuses connections. Check that sshd runs there and listens on that port.", e),
        SocketException { SocketErrorCode: SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown } => endpoint.Failure(
            TransportFailure.Unreachable, $"There is no way to {endpoint.Where}. Check that the machine is on, its address, and the routes.", e),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => endpoint.Failure(
            TransportFailure.Unreachable, $"The name {endpoint.Host} is not known here: {e.Message}", e),
        SshOperationTimeoutException or TimeoutException or OperationCanceledException or SocketException { SocketErrorCode: SocketError.TimedOut } =>
            endpoint.Failure(TransportFailure.Unreachable,
                $"{endpoint.Where} did not answer within {timeout.TotalSeconds:0.#} s. Check that the machine is on, its address, and the firewalls in between.", e),

        // With the host key known and before any answer to a login: sshd says so when it had enough of us. Coming again would be another attempt.
        SshConnectionException { DisconnectReason: not DisconnectReason.None } said when loginBegan => endpoint.Failure(TransportFailure.AuthenticationFailed,
            $"sshd ended the login as {endpoint.User} with {Credentials(endpoint)}: {said.Message}", e),
        _ when loginBegan && endpoint.Password is not null => endpoint.Failure(TransportFailure.AuthenticationFailed,
            $"{endpoint.Where} closed the connection while it looked at the login as {endpoint.User}. A password is not sent twice: {e.Message}", e),
        SshException or SocketException or IOException when !loginBegan => new DroppedException(endpoint.Failure(TransportFailure.Unreachable,
            $"{endpoint.Where} closed the connection before the login began, several times. sshd does that when many log in at once (MaxStartups) or when logins from here failed before (PerSourcePenalties), "
            + $"{(endpoint.Via is { } hop ? $"no sshd listens there, or the jump host {hop.HostNames[0]} does not forward to it (AllowTcpForwarding, its routes)" : "or no sshd listens there")}: {e.Message}").Message, e),
        _ => endpoint.Failure(TransportFailure.Unreachable, $"The connection to {endpoint.Where} broke before the login was done: {e.Message}", e),
    };

    private static string Credentials(SshEndpoint endpoint)
    {
        IEnumerable<string> all = endpoint.PrivateKeys.Select(key => $"the key {key}");
        return string.Join(" and ", endpoint.Password is null ? all : all.Append("a password"));
    }
}
