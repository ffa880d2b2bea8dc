namespace KubeHa;

/// <summary>The members of an object in a JSON document. Each is taken by name; what nobody took is unknown, and a problem.</summary>
internal sealed class JsonMembers(JsonPlace place, Dictionary<string, JsonPlace> members)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public JsonPlace Place => place;

    /// <summary>All of them, for an object whose names are data.</summary>
    public IEnumerable<(string Name, JsonPlace Place)> All
    {
        get
        {
            foreach (var (name, member) in members)
            {
                taken.Add(name);
                yield return (name, member);
            }
        }
    }

    public JsonPlace? Required(string name)
    {
        var member = Optional(name);
        if (member is null)
        {
            place.Missing(name);
        }

        return member;
    }

    public JsonPlace? Optional(string name)
    {
        taken.Add(name);
        return members.GetValueOrDefault(name);
    }

    /// <summary>Reports what nobody took.</summary>
    public void End()
    {
        foreach (var (name, member) in members)
        {
            if (!taken.Contains(name))
            {
                member.Problem("this version knows no such member.");
            }
        }
    }
}
