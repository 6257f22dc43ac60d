using System.Text;
using SecretsKit.Charts.Linting.Advice.Objects;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>A cluster that holds what a release has made and nothing else, for <c>lookup</c>.</summary>
internal sealed class InstalledObjects
{
    private readonly List<(string Version, string Kind, string Namespace, string Name, Value Content)> _objects = [];

    /// <summary>Reads the objects of rendered files.</summary>
    /// <param name="files">By path.</param>
    /// <param name="namespace">Of the release: objects that name none are in it.</param>
    public InstalledObjects(IReadOnlyDictionary<string, byte[]> files, string @namespace)
    {
        foreach (var item in RenderedObject.ReadAll(files))
        {
            _objects.Add((
                item.Content.TextAt("apiVersion") ?? "",
                item.Kind,
                item.Content.TextAt("metadata", "namespace") ?? @namespace,
                item.Name,
                item.Kind == "Secret" ? Stored(item.Content) : item.Content));
        }
    }

    /// <summary>Whether a ConfigMap or a Secret was looked for that the release has not made.</summary>
    public bool WasAskedForOthers { get; private set; }

    /// <summary>What <c>lookup</c> finds.</summary>
    public Value Find(string apiVersion, string kind, string @namespace, string name)
    {
        // Objects without a namespace are looked for in none.
        var found = _objects.FindAll(item => item.Version == apiVersion && item.Kind == kind
            && (@namespace.Length == 0 || item.Namespace == @namespace)
            && (name.Length == 0 || item.Name == name));
        WasAskedForOthers |= found.Count == 0 && kind is "ConfigMap" or "Secret";
        if (name.Length > 0)
        {
            return found.Count > 0 ? found[0].Content : Value.Of(new MapValue());
        }

        var list = new MapValue();
        list.Set(new("items"), Value.Of(new ListValue([.. found.Select(item => item.Content)])));
        return Value.Of(list);
    }

    // Clusters give stringData back as data.
    private static Value Stored(Value secret)
    {
        if (secret.AsMap is not { } map || secret.At("stringData").AsMap is not { } texts)
        {
            return secret;
        }

        var data = secret.At("data").AsMap is { } given ? given.ShallowCopy() : new();
        foreach (var (key, item) in texts.Entries)
        {
            if (ScalarText.TryOf(item, out var text))
            {
                data.Set(key, Value.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))));
            }
        }

        var stored = map.ShallowCopy();
        stored.Remove(new("stringData"));
        stored.Set(new("data"), Value.Of(data));
        return Value.Of(stored);
    }
}
