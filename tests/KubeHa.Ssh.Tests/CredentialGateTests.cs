using System.Net;
using FluentAssertions;
using Xunit;

namespace KubeHa.Ssh.Tests;

public sealed class CredentialGateTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task Others_begin_while_the_first_login_is_under_way_and_show_the_credential_only_after_it()
    {
        var gate = new CredentialGate(TimeProvider.System);
        using CredentialGate.Turn first = await EnterAsync(gate, 1);
        using CredentialGate.Turn second = await EnterAsync(gate, 2);
        using CredentialGate.Turn third = await EnterAsync(gate, 3);
        first.BeforeLogin(CancellationToken.None);

        Task[] waiting = [Task.Run(() => second.BeforeLogin(CancellationToken.None)), Task.Run(() => third.BeforeLogin(CancellationToken.None))];
        await Task.WhenAny(Task.WhenAny(waiting), Task.Delay(Moment));
        waiting.Should().NotContain(task => task.IsCompleted);

        first.Accepted();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Who_began_ahead_does_not_show_a_credential_that_was_refused_meanwhile()
    {
        var gate = new CredentialGate(TimeProvider.System);
        using CredentialGate.Turn first = await EnterAsync(gate, 1);
        using CredentialGate.Turn second = await EnterAsync(gate, 2);
        first.BeforeLogin(CancellationToken.None);
        Task waiting = Task.Run(() => second.BeforeLogin(CancellationToken.None));

        first.Refused("no such key");
        first.Dispose();

        (await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<ConnectException>()).Which.Message.Should().Contain("Not tried").And.Contain("no such key");
    }

    [Fact]
    public async Task A_first_login_that_takes_long_sends_those_who_began_ahead_back_so_that_their_time_does_not_run_out()
    {
        var gate = new CredentialGate(TimeProvider.System);
        using CredentialGate.Turn first = await EnterAsync(gate, 1);
        using CredentialGate.Turn second = await EnterAsync(gate, 2);
        first.BeforeLogin(CancellationToken.None);

        using var time = new CancellationTokenSource(Moment);
        FluentActions.Invoking(() => second.BeforeLogin(time.Token)).Should().Throw<OperationCanceledException>();

        second.Postponed.Should().BeTrue();
        Task<CredentialGate.Turn> anew = gate.EnterAsync(Endpoint(2), ahead: false, CancellationToken.None);
        anew.IsCompleted.Should().BeFalse();
        first.Dispose();
        (await anew).Dispose();
    }

    private static Task<CredentialGate.Turn> EnterAsync(CredentialGate gate, int machine) => gate.EnterAsync(Endpoint(machine), ahead: true, CancellationToken.None);

    private static SshEndpoint Endpoint(int machine) => SshEndpoint.Of(new Target($"m{machine}", IPAddress.Parse($"192.0.2.{machine}")), new SshOptions { Password = new Secret("x") });
}
