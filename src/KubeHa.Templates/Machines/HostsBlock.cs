namespace KubeHa.Templates;

/// <summary>Our block of /etc/hosts: the endpoint and the machine itself, nothing else, so that no file of a machine depends on who else is there.</summary>
internal static class HostsBlock
{
    public static ConfigFile For(Machine machine, ApiEndpoint endpoint)
    {
        var text = $"{machine.Address} {machine.Name}\n";
        if (endpoint.InHostsFile)
        {
            text = $"{endpoint.VirtualAddress} {endpoint.Name}\n{text}";
        }

        return TextFile.Of(machine, FilePaths.Hosts, text) with { Placement = FilePlacement.Block };
    }
}
