using System.Runtime.Versioning;
using FluentAssertions;
using static KubeHa.ShellScript;

namespace KubeHa.Templates.Tests;

/// <summary>A condition in a real shell, with a program of the test's in place of one on PATH.</summary>
[UnsupportedOSPlatform("windows")]
internal static class StandIn
{
    /// <param name="program">The program's name.</param>
    /// <param name="text">What it does, in sh.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="shell">The shell.</param>
    public static async Task<bool> HoldsAsync(string program, string text, ShellScript condition, string shell = "sh")
    {
        var folder = Directory.CreateTempSubdirectory("kubeha-");
        try
        {
            var tool = Path.Combine(folder.FullName, program);
            File.WriteAllText(tool, $"#!/bin/sh\n{text}\n");
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await using var session = await new LocalTransport().ConnectAsync(new Target("local", System.Net.IPAddress.Loopback));
            var answer = await session.ExecuteAsync(new ExecRequest(Sh($"command -v {shell.Split(' ')[0]} >/dev/null || exit 99; PATH={folder.FullName}:$PATH exec {shell.Split(' ')} -c {condition.Text}").Text));
            answer.ExitCode.Should().BeOneOf(0, 1);
            answer.StandardError.Should().BeEmpty();
            return answer.ExitCode == 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
