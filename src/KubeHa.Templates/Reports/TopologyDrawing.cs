using System.Xml.Linq;
using static KubeHa.Templates.Diagram;

namespace KubeHa.Templates;

/// <summary>A cluster as a drawing, from top to bottom as a request goes: who dials the virtual IP, the directors that share it, the control planes behind them.</summary>
internal sealed class TopologyDrawing
{
    private const double Padding = 14;
    private const double Heading = 34;
    private const double Gap = 12;
    private const double Between = 46;
    private const int MostCallers = 10;
    private readonly Cluster cluster;
    private readonly TopologyState state;
    private readonly double width;
    private readonly int columns;
    private readonly double boxHeight;
    private readonly Diagram diagram = new();
    private double y = 1;

    private TopologyDrawing(Cluster cluster, TopologyState state, bool narrow)
    {
        this.cluster = cluster;
        this.state = state;
        (width, columns) = narrow ? (358, 2) : (960, 5);
        boxHeight = state.Machines.Count > 0 ? 92 : 68;
    }

    /// <param name="cluster">The cluster.</param>
    /// <param name="state">What was seen of it.</param>
    /// <param name="narrow">For a narrow screen: two machines a row.</param>
    /// <param name="id">What ids in the drawing begin with; unique in the page.</param>
    /// <param name="style">Rules for a drawing that stands alone.</param>
    public static XElement Draw(Cluster cluster, TopologyState state, bool narrow, string id, string? style = null)
    {
        var drawing = new TopologyDrawing(cluster, state, narrow);
        drawing.Draw();
        var height = drawing.y + 1;
        return Markup.Svg("svg",
            ("class", narrow ? "topology narrow" : "topology wide"), ("viewBox", $"0 0 {Numbers.Text(drawing.width)} {Numbers.Text(height)}"),
            style is null ? null : ("width", Numbers.Text(drawing.width)), style is null ? null : ("height", Numbers.Text(height)),
            ("role", "img"), ("aria-labelledby", $"{id}-title {id}-description"),
            Markup.Svg("title", ("id", $"{id}-title"), $"The machines of the cluster {cluster.Name}"),
            Markup.Svg("desc", ("id", $"{id}-description"), TopologyWords.Describe(cluster, state)),
            style is null ? null : Markup.Svg("style", style),
            style is null ? null : Markup.Svg("rect", ("class", "paper"), ("width", "100%"), ("height", "100%"), ("rx", "12")),
            drawing.diagram.Elements);
    }

    private void Draw()
    {
        var callers = Callers();
        if (callers.Count > 0)
        {
            Group("They dial the virtual IP", callers);
            diagram.Arrow("flow", width / 2, y, y + Between);
            y += Between;
        }

        Directors();
        var top = y + Between;
        var servers = Row(cluster.ControlPlanes.Count, top + Heading);
        if (servers.Count <= columns)
        {
            Spread(servers, top);
        }
        else
        {
            diagram.Arrow("flow", width / 2, y, top);
        }

        y = top;
        Group(width > 500 ? Forwarding.Of(cluster).ControlPlanes : Forwarding.Of(cluster).ControlPlanesShort, [.. cluster.ControlPlanes.Select(Server)]);
        if (cluster.EtcdMachines.Count > 0)
        {
            diagram.Arrow("flow", width / 2, y, y + Between);
            y += Between;
            Group("etcd, on machines of its own", [.. cluster.EtcdMachines.Select(machine => new Entry(machine, "etcd"))]);
        }
    }

    private List<Entry> Callers()
    {
        Entry[] all = [.. cluster.Clients.Select(machine => new Entry(machine, "client")), .. cluster.Workers.Select(machine => new Entry(machine, "worker"))];
        if (all.Length <= MostCallers)
        {
            return [.. all];
        }

        // Whom something is the matter with is always drawn; who is left out is counted.
        var drawn = all.OrderByDescending(entry => StateOf(entry.Machine!)?.Tone ?? Tone.Calm).Take(MostCallers - 1).ToHashSet();
        var hidden = all.Length - drawn.Count;
        return [.. all.Where(drawn.Contains), new Entry(null, Numbers.Count(hidden, "more machine"))];
    }

    private Entry Server(ControlPlane machine) => new(machine, state.Servers is null ? Forwarding.Of(cluster).ServerNote : state.Servers.Contains(machine.Name) ? "in the pool" : "NOT in the pool");

    private void Group(string label, IReadOnlyList<Entry> entries)
    {
        var boxes = Row(entries.Count, y + Heading);
        diagram.Frame(1, y, width - 2, boxes[^1].Bottom + Padding - y, label);
        foreach (var (box, entry) in boxes.Zip(entries))
        {
            Draw(box, entry);
        }

        y = boxes[^1].Bottom + Padding;
    }

    private void Draw(Box box, Entry entry)
    {
        if (entry.Machine is { } machine)
        {
            diagram.Machine(box, machine.Name, machine.Address.ToString(), StateOf(machine)?.Note ?? entry.Note, StateOf(machine));
        }
        else
        {
            diagram.Note(box.X + 12, box.Y + 24, entry.Note);
        }
    }

    /// <summary>The virtual IP between two directors, or above them where they are more or the drawing is narrow.</summary>
    private void Directors()
    {
        var directors = cluster.LvsPair.Directors;
        var between = directors.Count == 2 && width > 500;
        var top = y + Heading;
        var address = between ? new Box((width / 2) - 140, top + ((boxHeight - 52) / 2), 280, 52) : new Box((width / 2) - 130, top, 260, 52);
        var boxes = between
            ? [new Box(1 + Padding, top, 210, boxHeight), new Box(width - 1 - Padding - 210, top, 210, boxHeight)]
            : Row(directors.Count, address.Bottom + 30);
        diagram.Frame(1, y, width - 2, boxes[^1].Bottom + Padding - y, width > 500 ? "Directors: one of them owns the virtual IP, the others stand by" : "Directors: one owns the virtual IP");
        foreach (var (box, director) in boxes.Zip(directors))
        {
            var owns = state.Owners?.Contains(director.Name);
            var kind = owns == true ? "owner" : "standby";
            if (between)
            {
                var left = box.X < address.X;
                diagram.Line(kind, left ? box.X + box.Width : box.X, address.Y + 26, left ? address.X : address.X + address.Width, address.Y + 26);
            }
            else
            {
                diagram.Line(kind, box.Middle, box.Y, Math.Clamp(box.Middle, address.X + 40, address.X + address.Width - 40), address.Bottom);
            }

            Draw(box, new Entry(director, owns switch { true => "owns the virtual IP", false => "stands by", null => FormattableString.Invariant($"VRRP priority {director.Priority}") }));
        }

        var known = state.Owners is not null;
        diagram.Address(address, cluster.Endpoint.VirtualAddress.WithPort(cluster.Endpoint.Port),
            !known ? "virtual IP" : state.Owners!.Count == 1 ? $"virtual IP, on {state.Owners.First()}" : $"virtual IP, on {state.Owners.Count} directors", !known || state.Owners!.Count == 1);
        y = boxes[^1].Bottom + Padding;
    }

    /// <summary>From the directors to each control plane; dashed to one that gets nothing.</summary>
    private void Spread(List<Box> servers, double top)
    {
        var bus = y + 18;
        diagram.Line("flow", width / 2, y, width / 2, bus);
        if (servers.Count > 1)
        {
            diagram.Line("flow", servers[0].Middle, bus, servers[^1].Middle, bus);
        }

        foreach (var (box, machine) in servers.Zip(cluster.ControlPlanes))
        {
            diagram.Arrow(state.Servers?.Contains(machine.Name) == false ? "cut" : "flow", box.Middle, bus, top);
        }
    }

    /// <summary>Boxes in rows of equal width; a last row that is not full stands in the middle.</summary>
    private List<Box> Row(int count, double top)
    {
        var across = Math.Min(count, columns);
        var inner = width - 2 - (2 * Padding);
        var box = Math.Min(210, (inner - (Gap * (across - 1))) / across);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var inRow = Math.Min(across, count - (i / across * across));
            var left = (width - (inRow * box) - (Gap * (inRow - 1))) / 2;
            return new Box(left + (i % across * (box + Gap)), top + (i / across * (boxHeight + Gap)), box, boxHeight);
        })];
    }

    private MachineState? StateOf(Machine machine) => state.Machines.GetValueOrDefault(machine.Name);

    private sealed record Entry(Machine? Machine, string Note);
}
