using System.Globalization;

namespace KubeHa;

/// <summary>Reads a number that is written in digits and nothing else. int.TryParse forgives NULs behind one, whatever its styles are.</summary>
internal static class Digits
{
    private const int Longest = 9;

    public static bool TryRead(string text, out int number)
    {
        number = 0;

        return text.Length is >= 1 and <= Longest && text.All(char.IsAsciiDigit) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
