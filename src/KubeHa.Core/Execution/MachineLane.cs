namespace KubeHa;

/// <summary>What one machine has to do and does.</summary>
internal sealed class MachineLane(MachineConnection connection)
{
    private readonly SortedSet<int> readyLooks = [];
    private readonly SortedSet<int> readyChanges = [];

    public MachineConnection Connection => connection;

    /// <summary>How many commands that only look are at work.</summary>
    public int Looks { get; private set; }

    /// <summary>Whether a command that may change the machine is at work.</summary>
    public bool Changing { get; private set; }

    /// <summary>Whether it stands in the queue for a turn.</summary>
    public bool IsQueued { get; set; }

    public bool IsAtWork => Looks > 0 || Changing;

    public bool HasReady => readyLooks.Count > 0 || readyChanges.Count > 0;

    /// <summary>The first of its ready steps, in plan order.</summary>
    public int First => Math.Min(readyLooks.Count > 0 ? readyLooks.Min : int.MaxValue, readyChanges.Count > 0 ? readyChanges.Min : int.MaxValue);

    /// <summary>The steps that wait for nothing but a turn.</summary>
    public SortedSet<int> Ready(bool changes) => changes ? readyChanges : readyLooks;

    public void Begin(bool changes)
    {
        if (changes)
        {
            Changing = true;
        }
        else
        {
            Looks++;
        }
    }

    public void End(bool changes)
    {
        if (changes)
        {
            Changing = false;
        }
        else
        {
            Looks--;
        }
    }
}
