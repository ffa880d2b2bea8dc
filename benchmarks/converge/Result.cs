using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeHa.Converge;

/// <summary>What came of it: the document with every sample, the medians of it as a table, and the verdict.</summary>
internal sealed class Result(JsonObject document)
{
    /// <summary>The added round-trip time at which KubeHa and Ansible are compared, in milliseconds.</summary>
    public const int JudgedRoundTrip = 20;

    private const double MostOverFloor = 1.5;
    private const double LeastOverAnsible = 20;
    private const double LeastOverAnsibleInstall = 10;

    private static readonly (string What, string Side, string Name)[] Rows =
    [
        ("look", "floor", "look: one `ssh` a machine, one script"),
        ("look", "kubeha", "look: KubeHa's preview"),
        ("look", "kubeha-jit", "look: KubeHa's preview, not compiled ahead"),
        ("look", "ansible", "look: Ansible, fastest form"),
        ("install", "kubeha", "first installation: KubeHa's apply"),
        ("install", "ansible", "first installation: Ansible"),
    ];

    public JsonObject Document => document;

    public bool Passed => (bool)document["verdict"]!["passed"]!;

    public string Line => (string)document["verdict"]!["worst"]!;

    /// <summary>Medians in seconds, as Markdown.</summary>
    public string Table
    {
        get
        {
            var times = Samples.Select(sample => (int)sample["roundTripMilliseconds"]!).Distinct().Order().ToList();
            var text = new StringBuilder($"| median, in seconds | {string.Join(" | ", times.Select(time => $"{time} ms"))} |\n|---|{string.Concat(times.Select(_ => "---|"))}\n");
            foreach (var (what, side, name) in Rows.Where(row => Samples.Any(sample => Is(sample, row.What, row.Side))))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", times.Select(time => Shown(Median(what, side, time), "0.00")))} |\n");
            }

            Ratio("look: KubeHa over the floor", "0.00", time => Median("look", "kubeha", time) / Median("look", "floor", time));
            Ratio("look: Ansible over KubeHa", "0.0", time => Median("look", "ansible", time) / Median("look", "kubeha", time));
            Ratio("first installation: Ansible over KubeHa", "0.0", time => Median("install", "ansible", time) / Median("install", "kubeha", time));
            return text.ToString();

            void Ratio(string name, string format, Func<int, double?> ratio)
            {
                if (times.Any(time => ratio(time) is not null))
                {
                    text.Append($"| **{name}** | {string.Join(" | ", times.Select(time => Shown(ratio(time), format)))} |\n");
                }
            }
        }
    }

    private IEnumerable<JsonNode> Samples => document["samples"]!.AsArray().Select(sample => sample!);

    public static Result Of(MeasureOptions options, Work work, JsonArray samples, DateTimeOffset startedAt)
    {
        var result = new Result(new JsonObject
        {
            ["proof"] = "converge",
            ["commit"] = options.Commit,
            ["dirty"] = options.Dirty,
            ["startedAt"] = startedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["machine"] = Surroundings.Machine(),
            ["settings"] = new JsonObject
            {
                ["machines"] = work.Machines.Count,
                ["stepsPerMachine"] = work.StepsPerMachine,
                ["files"] = work.Files.Count,
                ["settings"] = Work.Settings.Count,
                ["units"] = Work.Units.Count,
                ["rounds"] = options.Rounds,
                ["judgedRoundTripMilliseconds"] = JudgedRoundTrip,
                ["programs"] = Surroundings.Programs(),
            },
            ["verdict"] = new JsonObject(),
            ["samples"] = samples,
        });
        result.Judge();
        return result;
    }

    private void Judge()
    {
        var reasons = new JsonArray();
        var overFloor = Samples.Select(sample => (int)sample["roundTripMilliseconds"]!).Distinct().Max(time => Median("look", "kubeha", time) / Median("look", "floor", time));
        var overAnsible = Median("look", "ansible", JudgedRoundTrip) / Median("look", "kubeha", JudgedRoundTrip);
        var overAnsibleInstall = Median("install", "ansible", JudgedRoundTrip) / Median("install", "kubeha", JudgedRoundTrip);
        Must(overFloor <= MostOverFloor, $"a preview took up to {Shown(overFloor, "0.00")} times the floor");
        Must(overAnsible >= LeastOverAnsible, $"Ansible took {Shown(overAnsible, "0.0")} times as long as a preview");
        Must(overAnsibleInstall >= LeastOverAnsibleInstall, $"Ansible took {Shown(overAnsibleInstall, "0.0")} times as long as a first installation");
        document["verdict"] = new JsonObject
        {
            ["passed"] = reasons.Count == 0,
            ["worst"] = $"converge floor={Shown(overFloor, "0.00")} ansible={Shown(overAnsible, "0.0")} install-ansible={Shown(overAnsibleInstall, "0.0")}",
            ["bound"] = string.Create(CultureInfo.InvariantCulture, $"floor at most {MostOverFloor} at every round-trip time, ansible at least {LeastOverAnsible} and install-ansible at least {LeastOverAnsibleInstall} at {JudgedRoundTrip} ms"),
            ["reasons"] = reasons,
        };

        void Must(bool holds, string otherwise)
        {
            if (!holds)
            {
                reasons.Add((JsonNode)otherwise);
            }
        }
    }

    private double? Median(string what, string side, int roundTrip)
    {
        var seconds = Samples.Where(sample => Is(sample, what, side) && (int)sample["roundTripMilliseconds"]! == roundTrip).Select(sample => (double)sample["seconds"]!).Order().ToList();
        return seconds.Count == 0 ? null : (seconds[(seconds.Count - 1) / 2] + seconds[seconds.Count / 2]) / 2;
    }

    private static bool Is(JsonNode sample, string what, string side) => (string?)sample["what"] == what && (string?)sample["side"] == side;

    private static string Shown(double? number, string format) => number is { } known ? known.ToString(format, CultureInfo.InvariantCulture) : "-";
}
