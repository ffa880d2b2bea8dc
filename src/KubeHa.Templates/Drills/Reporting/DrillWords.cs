namespace KubeHa.Templates;

/// <summary>The words of closed lists in a drill's document.</summary>
internal static class DrillWords
{
    private static readonly Dictionary<DrillVerdict, string> Verdicts = new Dictionary<DrillVerdict, string>
    {
        [DrillVerdict.Passed] = "passed", [DrillVerdict.Failed] = "failed", [DrillVerdict.Refused] = "refused", [DrillVerdict.Cancelled] = "cancelled",
    };

    private static readonly Dictionary<DrillEventKind, string> Kinds = new Dictionary<DrillEventKind, string>
    {
        [DrillEventKind.PoolLeft] = "pool-left", [DrillEventKind.PoolJoined] = "pool-joined", [DrillEventKind.VirtualIpGained] = "vip-gained",
        [DrillEventKind.VirtualIpLost] = "vip-lost", [DrillEventKind.LeaderMoved] = "leader-moved", [DrillEventKind.Done] = "done",
    };

    private static readonly Dictionary<CheckStatus, string> Statuses = new Dictionary<CheckStatus, string>
    {
        [CheckStatus.Holds] = "holds", [CheckStatus.Warns] = "warns", [CheckStatus.Fails] = "fails",
    };

    public static string Of(DrillVerdict verdict) => Verdicts[verdict];

    public static string Of(DrillEventKind kind) => Kinds[kind];

    public static string Of(CheckStatus status) => Statuses[status];

    public static DrillVerdict? Verdict(JsonPlace place) => Find(Verdicts, place);

    public static DrillEventKind? Kind(JsonPlace place) => Find(Kinds, place);

    public static CheckStatus? Status(JsonPlace place) => Find(Statuses, place);

    private static T? Find<T>(Dictionary<T, string> words, JsonPlace place)
        where T : struct
    {
        if (place.Text() is not { } text)
        {
            return null;
        }

        foreach (var (value, word) in words)
        {
            if (word == text)
            {
                return value;
            }
        }

        place.Problem($"'{text}' is none of {string.Join(", ", words.Values)}.");
        return null;
    }
}
