using FluentAssertions;
using Xunit;

namespace KubeHa.Tests.Engine;

/// <summary>The scripts for authorized_keys in real shells, on a home of their own: the tool that knows homes is told another one.</summary>
public sealed class AuthorizedKeysTests
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly string User = Environment.UserName;
    private static readonly SshPublicKey Key = SshPublicKey.Of(SshPublicKey.NewPrivateKey(), "kubeha:reference:master");
    private static readonly SshPublicKey Other = SshPublicKey.Of(SshPublicKey.NewPrivateKey(), "somebody@somewhere");

    public static IEnumerable<object[]> Shells => RealShell.All;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_key_is_added_once_with_the_right_modes(string name)
    {
        using var shell = Home(name, out var home);

        (await shell.RunAsync(AuthorizedKeys.Add(User, Key))).Status.Should().Be(StepStatus.Changed);
        (await shell.RunAsync(AuthorizedKeys.Add(User, Key))).Status.Should().Be(StepStatus.Holds);
        (await shell.RunAsync(AuthorizedKeys.Add(User, Key with { Comment = "another name" }))).Status.Should().Be(StepStatus.Holds, "the key is what counts");

        File.ReadAllText(FileOf(home)).Should().Be(Key + "\n");
        File.GetUnixFileMode(FileOf(home)).Should().Be(Private);
        File.GetUnixFileMode(Path.Combine(home, ".ssh")).Should().Be(Private | UnixFileMode.UserExecute);
        Directory.GetFiles(Path.Combine(home, ".ssh")).Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Other_lines_stay_and_a_missing_end_of_line_is_mended(string name)
    {
        using var shell = Home(name, out var home);
        Write(home, $"# {Key.Blob} was here\n\nfrom=\"10.0.0.9\" {Other}");

        (await shell.RunAsync(AuthorizedKeys.Add(User, Key))).Status.Should().Be(StepStatus.Changed, "a comment is no key");

        File.ReadAllText(FileOf(home)).Should().Be($"# {Key.Blob} was here\n\nfrom=\"10.0.0.9\" {Other}\n{Key}\n");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Wrong_modes_are_mended_and_the_lines_stay(string name)
    {
        using var shell = Home(name, out var home);
        Write(home, $"{Other}\n{Key}\n");
        File.SetUnixFileMode(FileOf(home), Private | UnixFileMode.OtherRead);

        (await shell.RunAsync(AuthorizedKeys.Add(User, Key))).Status.Should().Be(StepStatus.Changed);

        File.GetUnixFileMode(FileOf(home)).Should().Be(Private);
        File.ReadAllText(FileOf(home)).Should().Be($"{Other}\n{Key}\n");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task With_options_the_line_is_made_exactly_so(string name)
    {
        using var shell = Home(name, out var home);
        Write(home, $"{Key}\n{Other}\n");
        var add = AuthorizedKeys.Add(User, Key, "from=\"10.0.0.1, 10.0.0.2\",no-pty");

        (await shell.RunAsync(add)).Status.Should().Be(StepStatus.Changed);
        (await shell.RunAsync(add)).Status.Should().Be(StepStatus.Holds);

        File.ReadAllText(FileOf(home)).Should().Be($"{Other}\nfrom=\"10.0.0.1, 10.0.0.2\",no-pty {Key}\n");

        var anew = SshPublicKey.Of(SshPublicKey.NewPrivateKey(), Key.Comment);
        (await shell.RunAsync(AuthorizedKeys.Add(User, anew, "no-pty"))).Status.Should().Be(StepStatus.Changed);
        File.ReadAllText(FileOf(home)).Should().Be($"{Other}\nno-pty {anew}\n", "a key made anew takes the place of the old one of its tag");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Lines_go_by_their_tag_and_no_others(string name)
    {
        using var shell = Home(name, out var home);
        var remove = AuthorizedKeys.Remove(User, "kubeha:reference:master");
        (await shell.RunAsync(remove)).Status.Should().Be(StepStatus.Holds, "there is no file");
        Write(home, $"# kubeha:reference:master\nno-pty {Key}\n{Key with { Comment = "kubeha:reference:master2" }}\n{Other}\n{Key}\n");

        (await shell.RunAsync(remove)).Status.Should().Be(StepStatus.Changed);
        (await shell.RunAsync(remove)).Status.Should().Be(StepStatus.Holds);

        File.ReadAllText(FileOf(home)).Should().Be($"# kubeha:reference:master\n{Key with { Comment = "kubeha:reference:master2" }}\n{Other}\n");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_home_that_sshd_would_not_trust_and_a_symbolic_link_are_refused_with_the_cure(string name)
    {
        using var shell = Home(name, out var home);
        File.SetUnixFileMode(home, File.GetUnixFileMode(home) | UnixFileMode.GroupWrite);
        (await shell.RunAsync(AuthorizedKeys.Add(User, Key))).Message.Should().Contain($"chmod go-w {home}");
        File.SetUnixFileMode(home, File.GetUnixFileMode(home) & ~UnixFileMode.GroupWrite);
        Directory.CreateDirectory(Path.Combine(home, "elsewhere"));
        Directory.CreateSymbolicLink(Path.Combine(home, ".ssh"), Path.Combine(home, "elsewhere"));

        (await shell.RunAsync(AuthorizedKeys.Add(User, Key))).Message.Should().Contain("symbolic link");
        Directory.GetFiles(Path.Combine(home, "elsewhere")).Should().BeEmpty();

        (await shell.RunAsync(AuthorizedKeys.Add("nobody-of-that-name", Key))).Message.Should().Contain("There is no user nobody-of-that-name");
    }

    [Fact]
    public void What_cannot_stand_on_a_line_is_refused()
    {
        ((Action)(() => AuthorizedKeys.Add("a b", Key))).Should().Throw<ArgumentException>();
        ((Action)(() => AuthorizedKeys.Add("-e", Key))).Should().Throw<ArgumentException>();
        ((Action)(() => AuthorizedKeys.Add("root", Key, "no-pty\nssh-rsa x"))).Should().Throw<ArgumentException>();
        ((Action)(() => AuthorizedKeys.Add("root", Key with { Comment = "a\nb" }))).Should().Throw<ArgumentException>();
        ((Action)(() => AuthorizedKeys.Remove("root", "a b"))).Should().Throw<ArgumentException>();
    }

    private static string FileOf(string home) => Path.Combine(home, ".ssh", "authorized_keys");

    private static void Write(string home, string text)
    {
        Directory.CreateDirectory(Path.Combine(home, ".ssh"), Private | UnixFileMode.UserExecute);
        File.WriteAllText(FileOf(home), text);
        File.SetUnixFileMode(FileOf(home), Private);
    }

    private static RealShell Home(string name, out string home)
    {
        var shell = new RealShell(name);
        home = Directory.CreateDirectory(shell.At("home"), Private | UnixFileMode.UserExecute).FullName;
        var getent = shell.At("tools/getent");
        File.Delete(getent);
        File.WriteAllText(getent, $"#!/bin/sh\n[ \"$2\" = {User} ] && echo '{User}:x:0:0:a: b:{home}:/bin/sh' | sed 's/: b:/:/'\n");
        File.SetUnixFileMode(getent, Private | UnixFileMode.UserExecute);
        return shell;
    }
}
