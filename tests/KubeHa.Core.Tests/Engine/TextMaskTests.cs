using System.Text;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests.Engine;

public sealed class TextMaskTests
{
    private static readonly string Key = System.Security.Cryptography.RSA.Create(2048).ExportRSAPrivateKeyPem();

    [Theory]
    [InlineData(76, "")]
    [InlineData(64, "x")]
    [InlineData(int.MaxValue, "xy")]
    public void Base64_of_a_key_is_hidden_wherever_it_begins_and_breaks_its_lines(int width, string before)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Key));
        var lines = string.Join('\n', text.Chunk(Math.Min(width, text.Length)).Select(line => new string(line)));

        var hidden = Of(Key).Hide($"data: {lines}\nthe rest stays");

        // What may be left is the frame at both ends, which is no secret.
        hidden.Should().StartWith("data: ").And.EndWith("the rest stays").And.Contain("***");
        hidden.Replace("***", "", StringComparison.Ordinal).Length.Should().BeLessThan(120);
    }

    [Fact]
    public void A_long_word_of_a_line_is_hidden_also_without_the_rest_of_the_line()
    {
        var word = Convert.ToHexString(new byte[20]);

        Of($"client-key-data: {word}").Hide($"'{word}' is no key").Should().Be("'***' is no key");
    }

    [Fact]
    public void Other_words_stay()
    {
        const string Innocent = "error: dial tcp 192.168.33.130:6443: connect: connection refused (see /var/log/pods, aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=)\n";

        Of(Key).Hide(Innocent).Should().Be(Innocent);
        Of("p4ss").Hide("p4ss").Should().Be("p4ss", "so short a word stands anywhere");
    }

    [Fact]
    public async Task What_a_probe_prints_of_secrets_that_its_plan_does_not_name_is_hidden_too()
    {
        var secrets = ClusterSecrets.Generate();
        secrets.TryGet(SecretNames.CaKey, out var key).Should().BeTrue();
        var transport = new RecordingTransport().OnAny(RecordingTransport.Exit(1, key!.Reveal()));
        var plan = Plan.Create("p", [new Target("m", System.Net.IPAddress.Loopback)], [new PlanStep("m/look", "m", "Look", new StepAction.Check(ShellScript.Sh($"cat key"), "No."))]);

        var report = await new PlanRunner(transport).RunAsync(plan, new RunOptions { Secrets = secrets });

        report.Failure.Should().Contain("***").And.NotContain(key.Reveal().Split('\n')[3]);
    }

    private static TextMask Of(string secret)
    {
        var mask = new TextMask();
        mask.Add(new Secret(secret));
        return mask;
    }
}
