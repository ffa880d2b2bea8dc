using System.Text;
using System.Text.Json;

namespace KubeHa.Templates;

/// <summary>Docker's daemon.json.</summary>
internal static class DockerConfig
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n" };

    public static ConfigFile For(Machine node, ContainerRuntime.Docker runtime) =>
        TextFile.Of(node, FilePaths.Docker, Json(runtime) + "\n");

    private static string Json(ContainerRuntime.Docker runtime)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Format))
        {
            json.WriteStartObject();
            json.WriteStartArray("exec-opts");
            json.WriteStringValue($"native.cgroupdriver={(runtime.CgroupDriver == CgroupDriver.Systemd ? "systemd" : "cgroupfs")}");
            json.WriteEndArray();
            json.WriteString("log-driver", "json-file");
            json.WriteStartObject("log-opts");
            json.WriteString("max-size", "100m");
            json.WriteEndObject();
            json.WriteString("storage-driver", "overlay2");
            if (runtime.RegistryMirrors.Count > 0)
            {
                json.WriteStartArray("registry-mirrors");
                foreach (var mirror in runtime.RegistryMirrors)
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
