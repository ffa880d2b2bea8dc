using System.Collections;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KubeHa.Templates;

/// <summary>A mapping of YAML whose keys keep the order they were added in: <c>new Yaml { { "name", "value" } }</c>. What is null is left out.</summary>
internal sealed class Yaml : IEnumerable
{
    /// <summary>The mapping.</summary>
    public YamlMappingNode Node { get; } = [];

    public void Add(string key, string? value) => AddNode(key, value is null ? null : YamlNodes.Text(value));

    public void Add(string key, Content value) => AddNode(key, Hole(value));

    public void Add(string key, bool? value) => AddNode(key, value is { } known ? new YamlScalarNode(known ? "true" : "false") : null);

    public void Add(string key, int? value) => AddNode(key, value is { } known ? new YamlScalarNode(known.ToString(CultureInfo.InvariantCulture)) : null);

    public void Add(string key, Yaml? value) => AddNode(key, value?.Node);

    public void Add(string key, IEnumerable<string>? values) => AddNode(key, values is null ? null : new YamlSequenceNode(values.Select(YamlNodes.Text)));

    public void Add(string key, IEnumerable<Content> values) => AddNode(key, new YamlSequenceNode(values.Select(Hole)));

    public void Add(string key, IEnumerable<Yaml>? values) => AddNode(key, values is null ? null : new YamlSequenceNode(values.Select(value => value.Node)));

    /// <summary>A list that is left out where it is empty.</summary>
    public static IReadOnlyList<T>? ListOrNothing<T>(IReadOnlyList<T> values) => values.Count == 0 ? null : values;

    public IEnumerator GetEnumerator() => Node.GetEnumerator();

    /// <summary>A hole is quoted always: what will stand there is not known yet, and <c>123456.1234567890123456</c> is a good token and a number.</summary>
    private static YamlScalarNode Hole(Content value) => new(value.ToString()) { Style = ScalarStyle.DoubleQuoted };

    private void AddNode(string key, YamlNode? value)
    {
        if (value is not null)
        {
            Node.Add(new YamlScalarNode(key), value);
        }
    }
}
