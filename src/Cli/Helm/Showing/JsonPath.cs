using System.Buffers;
using System.Globalization;
using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Showing;

/// <summary>The part of Kubernetes's JSONPath that leads to one value: <c>{.a.b[0]['c']}</c>, with text around it.</summary>
internal static class JsonPath
{
    /// <summary>Replaces the expressions in braces by what they find.</summary>
    /// <exception cref="SecretsKitException">A path leads nowhere, or uses what is not served: ranges, filters, wildcards.</exception>
    public static string Expand(string template, Value root)
    {
        var text = new StringBuilder();
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                text.Append(open < 0 ? template[at..] : throw new ChartException($"error parsing jsonpath {template}, unclosed action"));
                break;
            }

            text.Append(template[at..open]).Append(Text(Find(template[(open + 1)..close].Trim(), root)));
            at = close + 1;
        }

        return text.ToString();
    }

    private static Value Find(string path, Value at)
    {
        var rest = path.StartsWith('$') ? path[1..] : path;
        while (rest.Length > 0 && rest != ".")
        {
            at = Step(at, Next(ref rest, path));
        }

        return at;
    }

    private static string Next(ref string rest, string path)
    {
        if (rest[0] == '[' && rest.IndexOf(']', StringComparison.Ordinal) is var close and > 0)
        {
            var inner = rest[1..close].Trim('\'', '"');
            rest = rest[(close + 1)..];
            return inner is "*" || inner.AsSpan().ContainsAny(":?,") ? throw NotServed(path) : inner;
        }

        if (rest[0] != '.' || rest.StartsWith("..", StringComparison.Ordinal))
        {
            throw NotServed(path);
        }

        var end = rest.AsSpan(1).IndexOfAny('.', '[');
        var name = end < 0 ? rest[1..] : rest[1..(end + 1)];
        rest = end < 0 ? "" : rest[(end + 1)..];
        return name is "*" or "" ? throw NotServed(path) : name;
    }

    private static Value Step(Value at, string name)
    {
        if (at.AsMap is { } map && map.TryGet(new(name), out var found))
        {
            return found;
        }

        if (at.AsList is { } list && int.TryParse(name, CultureInfo.InvariantCulture, out var index))
        {
            index += index < 0 ? list.Count : 0;
            return index >= 0 && index < list.Count
                ? list[index]
                : throw new ChartException($"array index out of bounds: index {name}, length {list.Count}");
        }

        throw new ChartException($"{name} is not found");
    }

    private static string Text(Value value)
    {
        if (value.IsNil || value.IsString)
        {
            return value.IsNil ? "" : Encoding.UTF8.GetString(value.StringBytes);
        }

        var output = new ArrayBufferWriter<byte>();
        KubernetesYaml.Write(value, output);
        return Encoding.UTF8.GetString(output.WrittenSpan).TrimEnd('\n');
    }

    private static SecretsKitException NotServed(string path) =>
        new(ErrorCode.Usage, $"the path {{{path}}} is not served by this version")
        {
            Hint = "names and indices are: {.image.tag}, {.hosts[0]}, {['a.b']}",
        };
}
