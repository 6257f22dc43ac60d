using System.Buffers;
using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Completion;

/// <summary>
/// Completes paths of values inside a file: names are not encrypted, so no key is needed. Keys with blanks, brackets or quotes are not
/// offered, because shells and paths would need quotes around them.
/// </summary>
internal static class KeyPaths
{
    private const int MostPaths = 5_000;
    private const int MostDepth = 60;
    private const string MetadataKey = "sops";

    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    /// <summary>Completes an option or argument that takes a path.</summary>
    /// <param name="sources">Those of the option or argument.</param>
    /// <param name="context">Where files are.</param>
    /// <param name="file">The argument that names the file, which has to come first.</param>
    public static void AddTo(
        List<Func<CompletionContext, IEnumerable<CompletionItem>>> sources, VerbContext context, Argument<string> file) =>
        sources.Add(given => given.ParseResult.GetValue(file) is { Length: > 0 } path
            ? Of(context, path).Select(text => new CompletionItem(text))
            : []);

    private static List<string> Of(VerbContext context, string path)
    {
        var found = new List<string>();
        try
        {
            var format = FileFormat.Of(null, path);
            var tree = DocumentFormats.Encrypted(format).Read(
                FileReader.Read(context.Host.Environment, path), DocumentLimits.Default);
            foreach (var branch in tree.Branches.Take(1))
            {
                AddMap(branch, "", found, 0);
            }
        }
        catch (SecretsKitException)
        {
            // Somebody is typing: whoever opens the file says what is wrong with it.
            found.Clear();
        }

        return found;
    }

    private static void AddMap(MapNode map, string before, List<string> found, int depth)
    {
        foreach (var entry in map.Entries)
        {
            if (entry.Key is StringNode name && name.Value.RevealText() is var key && IsPlain(key)
                && (before.Length > 0 || key != MetadataKey))
            {
                Add(entry.Value, before.Length > 0 ? $"{before}.{key}" : key, found, depth);
            }
        }
    }

    private static void Add(Node node, string path, List<string> found, int depth)
    {
        if (found.Count >= MostPaths || depth >= MostDepth)
        {
            return;
        }

        found.Add(path);
        switch (node)
        {
            case MapNode map:
                AddMap(map, path, found, depth + 1);
                break;
            case ListNode list:
                var at = 0;
                foreach (var item in list.Items.Where(item => item is not CommentNode))
                {
                    Add(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{at++}]"), found, depth + 1);
                }

                break;
            default:
                break;
        }
    }

    private static bool IsPlain(string key) => key.Length > 0 && key[0] != '-' && !key.AsSpan().ContainsAnyExcept(PlainCharacters);
}
