using System.Text;
using System.Text.Json;

namespace KubeHa.Templates;

/// <summary>Docker's daemon.json.</summary>
internal static class DockerConfig
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n" };

    public static ConfigFile For(Machine node, CgroupDriver driver, IReadOnlyList<Uri> mirrors) =>
        TextFile.Of(node, FilePaths.Docker, Json(driver, mirrors) + "\n");

    private static string Json(CgroupDriver driver, IReadOnlyList<Uri> mirrors)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Format))
        {
            json.WriteStartObject();
            json.WriteStartArray("exec-opts");
            json.WriteStringValue($"native.cgroupdriver={(driver == CgroupDriver.Systemd ? "systemd" : "cgroupfs")}");
            json.WriteEndArray();
            json.WriteString("log-driver", "json-file");
            json.WriteStartObject("log-opts");
            json.WriteString("max-size", "100m");
            json.WriteEndObject();
            json.WriteString("storage-driver", "overlay2");
            if (mirrors.Count > 0)
            {
                json.WriteStartArray("registry-mirrors");
                foreach (var mirror in mirrors)
                {
                    json.WriteStringValue(mirror.ToString());
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
