using System.Buffers;
using System.Globalization;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Releases.Diffing;

namespace SecretsKit.Cli.Helm.Diffs.Dyff;

/// <summary>Differences in the form of dyff's report for people: a place, and below it what is there and what will be.</summary>
internal static class DyffReport
{
    // Of a pipe.
    private const int Width = 80;
    private const string Gap = "   ";

    private static readonly string[] Numbers =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>The report.</summary>
    public static string Of(IReadOnlyList<DyffDifference> differences)
    {
        var text = new StringBuilder();
        foreach (var difference in differences)
        {
            text.Append('\n').Append(Place(difference)).Append('\n').Append(SideBySide([.. difference.Details.Select(Block)]));
        }

        return text.Append('\n').ToString();
    }

    /// <summary>A value as YAML, with a line break at the end.</summary>
    public static string Yaml(Value value)
    {
        var output = new ArrayBufferWriter<byte>();
        KubernetesYaml.Write(value, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Place(DyffDifference difference)
    {
        var place = difference.Place switch
        {
            null => "(file level)",
            [] => "(root level)",
            var keys => string.Join('.', keys),
        };
        return difference.Object.Length == 0 ? place : $"{place}  ({difference.Object})";
    }

    private static string Block(DyffDetail detail) => detail.Kind switch
    {
        DyffKind.Addition => $"+ {Entries(detail, detail.To)} added:\n{Content(detail, detail.To)}",
        DyffKind.Removal => $"- {Entries(detail, detail.From)} removed:\n{Content(detail, detail.From)}",
        DyffKind.Order => Order(Texts(detail.From), Texts(detail.To)),
        _ => Modification(detail.From, detail.To),
    };

    private static string Entries(DyffDetail detail, Value value) =>
        detail.IsDocument ? Plural(1, "document", "documents")
        : value.AsMap is { } map ? Plural(map.Count, "map entry", "map entries")
        : Plural(value.AsList!.Count, "list entry", "list entries");

    private static string Content(DyffDetail detail, Value value) => (detail.IsDocument ? "---\n" : "") + Yaml(value);

    private static string Modification(Value from, Value to)
    {
        var (old, now) = (TypeOf(from), TypeOf(to));
        if (old != now)
        {
            return $"± type change from {old} to {now}\n{Prefixed("- ", Scalar(from))}{Prefixed("+ ", Scalar(to))}";
        }

        var (before, after) = (Scalar(from), Scalar(to));
        if (before.Trim(' ', '\n') == after.Trim(' ', '\n'))
        {
            return "± whitespace only change\n"
                + SideBySide([Prefixed("- ", Visible(before)), Prefixed("+ ", Visible(after))]);
        }

        return before.Contains('\n', StringComparison.Ordinal) || after.Contains('\n', StringComparison.Ordinal)
            ? Lines(before, after)
            : $"± value change\n{Prefixed("- ", before)}{Prefixed("+ ", after)}";
    }

    // Runs of lines that go or come; those that stay are not shown.
    private static string Lines(string before, string after)
    {
        var (text, inserts, deletions) = (new StringBuilder(), 0, 0);
        var last = LineOrigin.Common;
        foreach (var line in LineComparison.Of(before.TrimEnd('\n'), after.TrimEnd('\n')))
        {
            inserts += line.Origin == LineOrigin.New && last != LineOrigin.New ? 1 : 0;
            deletions += line.Origin == LineOrigin.Old && last != LineOrigin.Old ? 1 : 0;
            last = line.Origin;
            text.Append(line.Origin switch
            {
                LineOrigin.New => $"+ {line.Text}\n",
                LineOrigin.Old => $"- {line.Text}\n",
                _ => "",
            });
        }

        return $"± value change in multiline text ({Plural(inserts, "insert", "inserts")}, {Plural(deletions, "deletion", "deletions")})\n"
            + text + "\n";
    }

    private static string Order(List<string> from, List<string> to)
    {
        const string separator = ", ";
        var length = Math.Max(from.Sum(text => text.Length), to.Sum(text => text.Length)) + ((from.Count - 1) * separator.Length);
        return "⇆ order changed\n" + (length < Width / 2
            ? $"- {string.Join(separator, from)}\n+ {string.Join(separator, to)}\n"
            : Table(" ", 2, [string.Join('\n', from), string.Join('\n', to)]));
    }

    private static List<string> Texts(Value list) => [.. list.AsList!.Items.ToArray().Select(Scalar)];

    private static string Scalar(Value value) =>
        value.IsNil ? "<nil>" : ScalarText.TryOf(value, out var text) ? text : Yaml(value).TrimEnd('\n');

    private static string TypeOf(Value value) => value.Kind switch
    {
        GoKind.Map => "map",
        GoKind.Slice => "list",
        GoKind.String => "string",
        GoKind.Bool => "bool",
        GoKind.Invalid => "<nil>",
        GoKind.Float64 => "float",
        _ => "int",
    };

    private static string Visible(string text) =>
        text.Replace("\n", "↵\n", StringComparison.Ordinal).Replace(' ', '·');

    private static string Prefixed(string prefix, string text) => prefix + text.Replace("\n", "\n  ", StringComparison.Ordinal) + "\n";

    private static string Plural(int count, string one, string many) =>
        (count < Numbers.Length ? Numbers[count] : count.ToString(CultureInfo.InvariantCulture)) + " " + (count == 1 ? one : many);

    // Where that is too wide, below each other.
    private static string SideBySide(IReadOnlyList<string> blocks)
    {
        var width = blocks.Sum(block => block.Split('\n').Max(line => line.Length)) + ((blocks.Count - 1) * Gap.Length);
        return width > Width ? string.Concat(blocks.Select(block => block + "\n")) : Table(Gap, 0, blocks);
    }

    private static string Table(string gap, int indent, IReadOnlyList<string> blocks)
    {
        List<string[]> columns = [.. blocks.Select(block => block.Split('\n'))];
        var widths = columns.Select(lines => lines.Max(line => line.Length)).ToList();
        return string.Join('\n', Enumerable.Range(0, columns.Max(lines => lines.Length)).Select(row => string
            .Join(gap, columns.Select((lines, at) => new string(' ', indent) + Line(lines, row).PadRight(widths[at])))
            .TrimEnd(' ')));

        static string Line(string[] lines, int row) => row < lines.Length ? lines[row] : "";
    }
}
