using System.Text;
using FluentAssertions;

namespace KubeHa.Templates.Tests;

/// <summary>Puts scripts into a folder, <c>$DIR</c>, and has a shell look at them; it must say nothing at all.</summary>
internal static class Shells
{
    public static async Task ReadAsync(IReadOnlyDictionary<string, string> scripts, string how)
    {
        var folder = Directory.CreateTempSubdirectory("kubeha-");
        try
        {
            foreach (var (name, text) in scripts)
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), text + "\n", new UTF8Encoding(false));
            }

            var session = await new LocalTransport().ConnectAsync(new Target("local", System.Net.IPAddress.Loopback));
            await using (session)
            {
                var said = await session.ExecuteAsync(new ExecRequest($"DIR={folder.FullName}\n{how}"));

                (said.StandardOutput + said.StandardError).Should().BeEmpty();
                said.ExitCode.Should().Be(0);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
