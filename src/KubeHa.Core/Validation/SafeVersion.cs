namespace KubeHa;

/// <summary>Reads versions of three numbers. System.Version.TryParse takes blanks around its numbers, which would stand in a package's name.</summary>
internal static class SafeVersion
{
    public static Version? TryParse(string? text)
    {
        var parts = (text ?? string.Empty).Split('.');
        var numbers = new int[3];
        if (parts.Length != 3)
        {
            return null;
        }

        for (var i = 0; i < 3; i++)
        {
            if (parts[i].Length > 4 || !Digits.TryRead(parts[i], out numbers[i]))
            {
                return null;
            }
        }

        return new Version(numbers[0], numbers[1], numbers[2]);
    }
}
