using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// What of pods templates write from whatever is in a value, whichever its name: a variable, a volume or a mount for each item, or all that
/// a list of them holds.
/// </summary>
internal sealed class WrittenFields
{
    private static readonly string[] Printers = ["toYaml", "toJson", "tpl", "render"];
    private static readonly string[] Sources =
        ["configMap:", "secret:", "persistentVolumeClaim:", "hostPath:", "emptyDir:", "csi:", "nfs:"];

    private readonly Stack<bool> _blocks = new();

    // What follows the name of an item.
    private StringBuilder? _behindName;

    /// <summary>Reads the templates of a chart.</summary>
    public WrittenFields(Chart chart)
    {
        foreach (var template in chart.Templates)
        {
            Read(template.Data);
        }
    }

    /// <summary>Whether users may add variables.</summary>
    public bool Variables { get; private set; }

    /// <summary>Whether users may add volumes.</summary>
    public bool Volumes { get; private set; }

    /// <summary>Whether users may add mounts.</summary>
    public bool Mounts { get; private set; }

    private void Read(byte[] text)
    {
        var end = 0;
        _blocks.Clear();
        _behindName = null;
        TemplateActions.Each(text, action =>
        {
            var start = text.AsSpan().Overlaps(action, out var offset) ? offset : end;
            ReadBetween(
                Encoding.UTF8.GetString(text.AsSpan()[Math.Min(end, start)..Math.Max(end, start - 2)]), Encoding.UTF8.GetString(action));
            end = Math.Min(text.Length, start + action.Length + 2);
        });
    }

    private void ReadBetween(string before, string action)
    {
        if (_behindName is not null)
        {
            Follow(before);
        }

        var words = ValueWrites.Words(action);
        var word = words.FirstOrDefault() ?? "";
        if (word is "range" or "if" or "with" or "define" or "block")
        {
            _blocks.Push(word == "range");
        }
        else if (word == "end")
        {
            _blocks.TryPop(out _);
        }
        else if (word is not ("else" or "" or ['/', ..]) && !(words.Length > 1 && words[1] is ":=" or "="))
        {
            var key = before.TrimEnd(' ', '\t', '\r', '\n', '"', '\'');
            Note(key, action, _blocks.Contains(item: true));
        }
    }

    private void Note(string before, string action, bool isForEach)
    {
        if (isForEach && Ends(before, "name:"))
        {
            _behindName = new();
        }
        else if (isForEach && Ends(before, "mountPath:"))
        {
            Mounts = true;
        }
        else if (Array.Exists(Printers, word => action.Contains(word, StringComparison.Ordinal)))
        {
            Variables |= Ends(before, "env:") || Ends(before, "envFrom:");
            Volumes |= Ends(before, "volumes:");
            Mounts |= Ends(before, "volumeMounts:");
        }
    }

    private void Follow(string text)
    {
        _behindName!.Append(text);
        var behind = _behindName.ToString().TrimStart(' ', '\t', '\r', '\n', '"', '\'');
        if (!behind.Contains(':', StringComparison.Ordinal))
        {
            return;
        }

        Variables |= behind.StartsWith("value:", StringComparison.Ordinal) || behind.StartsWith("valueFrom:", StringComparison.Ordinal);
        Volumes |= Array.Exists(Sources, source => behind.StartsWith(source, StringComparison.Ordinal));
        _behindName = null;
    }

    // A whole key at the end.
    private static bool Ends(string text, string key) => text.EndsWith(key, StringComparison.Ordinal)
        && (text.Length == key.Length || text[^(key.Length + 1)] is ' ' or '\t' or '\n' or '{' or ',');
}
