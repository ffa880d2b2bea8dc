using System.Text;
using Microsoft.Win32.SafeHandles;

namespace KubeHa.Prober;

/// <summary>
/// A file of the kernel's that is looked at again and again. It stays open and is read from its beginning, which makes the kernel write it anew: two reads for each
/// look, where opening it each time would be many calls of the system more. A file that is not there (yet, or any more) is an empty one.
/// </summary>
internal sealed class WatchedFile(string path)
{
    private SafeFileHandle? handle;
    private byte[] seen = [];
    private byte[] buffer = new byte[16 * 1024];
    private bool looked;

    /// <value>What stood in it at the last look.</value>
    public string Text => Encoding.UTF8.GetString(seen);

    /// <summary>Looks again.</summary>
    /// <returns>Whether it is the first look, or something else stands there now.</returns>
    public bool Changed()
    {
        var length = Read(); // first: it may take a larger buffer
        var now = buffer.AsSpan(0, length);
        if (looked && now.SequenceEqual(seen))
        {
            return false;
        }

        (looked, seen) = (true, now.ToArray());
        return true;
    }

    private int Read()
    {
        try
        {
            handle ??= File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = 0;
            while (RandomAccess.Read(handle, buffer.AsSpan(length), length) is var more and > 0)
            {
                length += more;
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, 2 * buffer.Length);
                }
            }

            return length;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            handle?.Dispose();
            handle = null;
            return 0;
        }
    }
}
