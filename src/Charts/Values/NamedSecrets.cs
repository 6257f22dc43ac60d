using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Detection;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Secrets;

namespace SecretsKit.Charts.Values;

/// <summary>The values of a text that are secrets by their names and looks.</summary>
public static class NamedSecrets
{
    private static readonly KubernetesYamlOptions Options = new() { KeepsIntegers = true };

    /// <summary>Those of which there is hardly a doubt, with their paths. None of a text that is no YAML.</summary>
    /// <param name="text">YAML or JSON.</param>
    public static IEnumerable<(string Name, byte[] Secret)> In(ReadOnlyMemory<byte> text)
    {
        var names = SecretScanner.Scan(text, TextShape.Structured)
            .Where(secret => secret.IsCertain)
            .Select(secret => secret.Name)
            .ToHashSet(StringComparer.Ordinal);
        return names.Count == 0 ? [] : Leaves(Read(text), "").Where(leaf => names.Contains(leaf.Name));
    }

    /// <summary>The same of values.</summary>
    /// <exception cref="DocumentException">They cannot be written as YAML.</exception>
    public static IEnumerable<(string Name, byte[] Secret)> In(MapValue values)
    {
        using var text = new WipedBuffer<byte>();
        KubernetesYaml.Write(Value.Of(values), text);
        return [.. In(text.GetWritten())];
    }

    private static Value Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            return KubernetesYaml.Read(text, Options);
        }
        catch (DocumentException)
        {
            return Value.Nil; // Their use reports the error.
        }
    }

    private static IEnumerable<(string Name, byte[] Secret)> Leaves(Value value, string path)
    {
        if (value.AsMap is { } map)
        {
            foreach (var key in map.SortedKeys.ToArray())
            {
                foreach (var leaf in Leaves(map[key], path.Length == 0 ? key.RevealText() : $"{path}.{key.RevealText()}"))
                {
                    yield return leaf;
                }
            }
        }
        else if (ScalarText.TryOf(value, out var text))
        {
            yield return (path, Encoding.UTF8.GetBytes(text));
        }
    }
}
