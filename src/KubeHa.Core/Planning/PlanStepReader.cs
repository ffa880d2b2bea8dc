namespace KubeHa;

/// <summary>Reads one step of a plan.</summary>
internal static class PlanStepReader
{
    public static PlanStep? Read(JsonPlace place)
    {
        if (place.Members() is not { } members)
        {
            return null;
        }

        var id = members.Required("id")?.Text();
        var host = members.Optional("host") is { } machine ? machine.Text() : string.Empty;
        var title = members.Required("title")?.Text();
        var after = members.Optional("after")?.Items().Select(item => item.Text()).ToList() ?? [];
        var timeout = members.Required("timeoutSeconds")?.Seconds();
        var silencePlace = members.Optional("noOutputTimeoutSeconds");
        var silence = silencePlace?.Seconds();
        var action = members.Required("action")?.Members() is { } given ? ReadAction(given, host) : null;
        members.End();
        return id is null || host is null || title is null || timeout is null || action is null || after.Contains(null) || (silencePlace is not null && silence is null)
            ? null
            : place.Make(() => new PlanStep(id, host, title, action) { After = after!, Timeout = timeout.Value, NoOutputTimeout = silence });
    }

    private static StepAction? ReadAction(JsonMembers members, string? host)
    {
        var kind = members.Required("kind");
        switch (kind?.Text())
        {
            case null:
                return null;
            case "writeFile":
                return Ended(members, ReadFile(members, host));
            case "runScript":
                var onlyIf = Script(members.Optional("onlyIf"));
                var unless = Script(members.Optional("unless"));
                var script = Script(members.Required("script"));
                var input = members.Optional("standardInput") is { } content ? ReadContent(content) : null;
                return Ended(members, script is null ? null : new StepAction.RunScript(script, unless, onlyIf, input));
            case "waitUntil":
                var awaited = Script(members.Required("probe"));
                var interval = members.Required("intervalSeconds")?.Seconds();
                var deadline = members.Required("deadlineSeconds")?.Seconds();
                return Ended(members, awaited is null || interval is null || deadline is null ? null : new StepAction.WaitUntil(awaited, interval.Value, deadline.Value));
            case "check":
                var held = Script(members.Required("probe"));
                var message = members.Required("message")?.Text();
                return Ended(members, held is null || message is null ? null : new StepAction.Check(held, message));
            case "observe":
                var fact = members.Required("fact")?.Text();
                var probe = Script(members.Required("probe"));
                return Ended(members, fact is null || probe is null ? null : new StepAction.Observe(fact, probe));
            case "milestone":
                return Ended(members, new StepAction.Milestone());
            case var other:
                kind!.Problem($"this version knows no action '{other}'.");
                return null;
        }
    }

    private static StepAction.WriteFile? ReadFile(JsonMembers members, string? host)
    {
        var path = members.Required("path")?.Text();
        var mode = members.Required("mode") is { } bits ? ReadMode(bits) : null;
        var owner = members.Required("owner")?.Text();
        var placement = members.Required("placement") is { } how ? ReadPlacement(how) : null;
        var keepExisting = members.Required("keepExisting")?.Flag();
        var content = members.Required("content") is { } text ? ReadContent(text) : null;
        return path is null || mode is null || owner is null || placement is null || keepExisting is null || content is null || host is null
            ? null
            : members.Place.Make(() => new StepAction.WriteFile(new ConfigFile(host, path, content, mode.Value, owner) { Placement = placement.Value, KeepExisting = keepExisting.Value }));
    }

    private static UnixFileMode? ReadMode(JsonPlace place)
    {
        var text = place.Text();
        if (text is { Length: 3 or 4 } && text.All(c => c is >= '0' and <= '7'))
        {
            return (UnixFileMode)Convert.ToInt32(text, 8);
        }

        if (text is not null)
        {
            place.Problem($"'{text}' is no mode in octal digits, for example 0644.");
        }

        return null;
    }

    private static FilePlacement? ReadPlacement(JsonPlace place)
    {
        switch (place.Text())
        {
            case "whole":
                return FilePlacement.Whole;
            case "block":
                return FilePlacement.Block;
            case null:
                return null;
            case var other:
                place.Problem($"this version knows no placement '{other}', only whole and block.");
                return null;
        }
    }

    private static Content? ReadContent(JsonPlace place)
    {
        if (place.IsText)
        {
            return place.Text() is { } text ? Content.Text(text) : null;
        }

        var parts = place.Items().Select(ReadPart).ToList();
        return parts.Contains(null) ? null : Content.Concat(parts!);
    }

    private static Content? ReadPart(JsonPlace place)
    {
        if (place.IsText)
        {
            return place.Text() is { } text ? Content.Text(text) : null;
        }

        if (place.Members() is not { } members)
        {
            return null;
        }

        var (secret, value) = (members.Optional("secret"), members.Optional("public"));
        members.End();
        if (secret is null == value is null)
        {
            place.Problem("a text, or an object with either 'secret' or 'public' is expected.");
            return null;
        }

        return (secret ?? value)!.Text() is { } name ? place.Make(() => secret is not null ? Content.Secret(name) : Content.Public(name)) : null;
    }

    // The one place beside Sh where text becomes a script: it was a script when the plan was written, and whoever can write a plan can write code.
    private static ShellScript? Script(JsonPlace? place) => place?.Text() is { } text ? ShellScript.FromPlan(text) : null;

    private static StepAction? Ended(JsonMembers members, StepAction? action)
    {
        members.End();
        return action;
    }
}
