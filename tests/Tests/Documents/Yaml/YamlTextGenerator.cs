using System.Text;

namespace SecretsKit.Tests.Documents.Yaml;

/// <summary>
/// Writes random YAML on which all readers should agree: it keeps away from what YAML 1.1, 1.2 and their implementations see
/// differently, such as question marks in flow collections, tabs, and comments inside scalars.
/// </summary>
internal sealed class YamlTextGenerator(Random random)
{
    private static readonly string[] Words = ["a", "b1", "word", "x:y", "-dash", "a#b", "it's", "1.5", "true", "~",
        "ENC[AES256_GCM,data:x=,type:str]", "é", "日本"];
    private static readonly string[] FlowWords = ["a", "b1", "word", "x_y", "it's", "1.5", "true", "~", "é", "日本"];

    private readonly StringBuilder _text = new();
    private int _anchors;

    /// <summary>A stream of documents.</summary>
    public string Stream()
    {
        var documents = random.Next(1, 3);
        for (var i = 0; i < documents; i++)
        {
            _anchors = 0;
            Line(0, "---");
            Collection(0, 3);
        }

        return _text.ToString();
    }

    private void Collection(int indent, int depth)
    {
        var isMapping = random.Next(2) == 0;
        var count = random.Next(1, 4);
        for (var i = 0; i < count; i++)
        {
            if (random.Next(6) == 0)
            {
                Line(indent, "# comment");
            }

            if (random.Next(8) == 0)
            {
                _text.Append('\n');
            }

            _text.Append(' ', indent).Append(isMapping ? Key(i) + ":" : "-");
            Value(indent, depth - 1);
        }
    }

    private string Key(int number) => random.Next(4) switch
    {
        0 => $"\"k{number}\"",
        1 => $"'k {number}'",
        _ => $"k{number}",
    };

    private void Value(int indent, int depth)
    {
        var properties = Properties();
        switch (random.Next(depth > 0 ? 9 : 7))
        {
            case 0:
                Line(0, $"{properties} {Plain(Words)}");
                break;
            case 1:
                Line(0, $"{properties} {Plain(Words)}\n{new string(' ', indent + 2)}{Plain(Words).TrimStart('-')} # comment");
                break;
            case 2:
                Line(0, $"{properties} {Quoted(indent)}");
                break;
            case 3:
                Block(properties, indent);
                break;
            case 4:
                Line(0, $"{properties} {Flow(2)}");
                break;
            case 5:
                Line(0, _anchors > 0 && properties.Length == 0 ? $" *a{random.Next(1, _anchors + 1)}" : $"{properties} x");
                break;
            case 6:
                Line(0, properties);
                break;
            default:
                Line(0, properties);
                Collection(indent + random.Next(1, 4), depth);
                break;
        }
    }

    private string Properties()
    {
        var tag = random.Next(6) switch { 0 => " !custom", 1 => " !!str", 2 => " !<tag:example.com,2000:x>", _ => "" };
        return random.Next(5) == 0 && tag.Length == 0 ? $" &a{++_anchors}" : tag;
    }

    private string Plain(string[] words) => string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(words)));

    private string Quoted(int indent)
    {
        var fold = "\n" + new string('\n', random.Next(2)) + new string(' ', indent + 2);
        return random.Next(4) switch
        {
            0 => "'it''s: #1 , [x]'",
            1 => $"'one{fold}two'",
            2 => $"\"tab\\t \\x41\\u00e9\\U0001F600 \\\"q\\\" \\\\ end{fold}next \"",
            _ => $"\"join\\\n{new string(' ', indent + 3)}ed\"",
        };
    }

    private void Block(string properties, int indent)
    {
        Line(0, $"{properties} {Pick(["|", ">"])}{Pick(["", "-", "+"])}");
        var lines = random.Next(1, 5);
        for (var i = 0; i < lines; i++)
        {
            Line(indent + 2, i == 0 ? Plain(Words) : Pick(["", "  deeper", Plain(Words)]));
        }
    }

    private string Flow(int depth) => (depth == 0 ? 0 : random.Next(4)) switch
    {
        1 => "[" + string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => Flow(depth - 1))) + "]",
        2 => "{" + string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(i => $"k{i}: {Flow(depth - 1)}")) + "}",
        3 => "[k: " + Flow(0) + ", \"q\": 'v']",
        _ => Plain(FlowWords),
    };

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];

    private void Line(int indent, string line) => _text.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
}
