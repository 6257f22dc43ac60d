using System.Text;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Merging;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Git.Merging;

/// <summary>
/// The file beside a conflicted one: for each place in conflict the ciphertexts of all sides as they
/// stand in their versions, and the versions themselves, so that the conflict can be resolved when git has forgotten it. No
/// plaintext that the versions do not show.
/// </summary>
internal static class ConflictFile
{
    private const string Suffix = ".conflict";
    private const string Heading = " secretskit merge conflict";

    /// <summary>Its path.</summary>
    public static string PathOf(string file) => file + Suffix;

    /// <summary>The file that this one was written for; null if it is none of ours.</summary>
    public static string? SubjectOf(string path, ReadOnlySpan<byte> content) =>
        path.EndsWith(Suffix, StringComparison.Ordinal) && content.StartsWith(Encoding.UTF8.GetBytes("#" + Heading))
            ? path[..^Suffix.Length]
            : null;

    /// <summary>Writes it; a file of that name that is not ours is left alone, and a folder that git has yet to make is not made.</summary>
    /// <returns>Whether it is there now.</returns>
    public static bool Write(CliHost host, string file, MergeTexts texts, EncryptedMerge merge, IReadOnlyList<MergeConflict> conflicts)
    {
        var path = PathOf(file);
        var full = host.Environment.CleanPath(path);
        if (!Directory.Exists(Path.GetDirectoryName(full)) || (File.Exists(full) && !IsOurs(host, path)))
        {
            return false;
        }

        var places = conflicts.Select(conflict => (Node)Describe(merge, conflict)).ToList();
        if (merge.HasMetadataConflict)
        {
            places.Add(
                Map(
                    ("place", Text(EncryptedMerge.MetadataPlace)),
                    ("ours", Access(merge.Ours.Metadata!)),
                    ("theirs", Access(merge.Theirs.Metadata!))));
        }

        var name = Path.GetFileName(file);
        var document = Map(
            ("file", Text(name)),
            ("conflicts", new ListNode(places)),
            ("versions", Map(("base", Encoded(texts.Base)), ("ours", Encoded(texts.Ours)), ("theirs", Encoded(texts.Theirs)))));
        document.Entries.InsertRange(0,
        [
            Comment(Heading),
            Comment($" Both sides changed these places of {name}, which holds ours for now. Nothing here is readable that was encrypted."),
            Comment($" To resolve:   secretskit git resolve {name}            (in your editor)"),
            Comment($"               secretskit git resolve --theirs {name}   (or --ours)"),
        ]);
        using var output = new OutputBuffer();
        DocumentFormats.Plain(DocumentFormat.Yaml).Write(new([document]), output, WriteOptions.Default);
        Output.WriteDerived(host, path, output.ToArray(), FileContentKind.Public);
        return true;
    }

    /// <summary>The versions that it keeps, or null if there is none.</summary>
    /// <exception cref="SecretsKitException">It is there and cannot be read.</exception>
    public static MergeTexts? Read(CliHost host, string file)
    {
        var path = PathOf(file);
        if (!File.Exists(host.Environment.ResolvePath(path)) || !IsOurs(host, path))
        {
            return null;
        }

        var document = DocumentFormats.Plain(DocumentFormat.Yaml)
            .Read(FileReader.Read(host.Environment, path), DocumentLimits.Default)
            .Branches[0];
        var versions = TreePath.Parse("[\"versions\"]").Find(document) as MapNode ?? throw Damaged(path);
        return new(Decoded(versions, "base", path), Decoded(versions, "ours", path), Decoded(versions, "theirs", path));
    }

    /// <summary>Removes it, if it is one.</summary>
    public static void Remove(CliHost host, string file)
    {
        var path = host.Environment.ResolvePath(PathOf(file));
        if (File.Exists(path) && IsOurs(host, path))
        {
            File.Delete(path);
        }
    }

    private static bool IsOurs(CliHost host, string path) =>
        FileReader.Read(host.Environment, path).AsSpan().StartsWith(Encoding.UTF8.GetBytes("#" + Heading + "\n"));

    private static MapNode Describe(EncryptedMerge merge, MergeConflict conflict)
    {
        var described = Map(("place", Text(conflict.Place)));
        foreach (var (name, node, memory) in new[]
        {
            ("base", conflict.Base, merge.Base.Memory), ("ours", conflict.Ours, merge.Ours.Memory), (
                "theirs", conflict.Theirs, merge.Theirs.Memory),
        })
        {
            if (node is not null)
            {
                described.Entries.Add(MapEntry.Of(name, AsInFile(node, memory)));
            }
        }

        return described;
    }

    // A comment in a map stays as the file has it, too, or not at all.
    private static Node AsInFile(Node node, CiphertextMemory memory) => node switch
    {
        MapNode map => new MapNode([.. map.Entries
            .Where(entry => !entry.IsComment || !memory.Knows(entry.Key) || memory.TryRecall(entry.Key, out _))
            .Select(entry => entry.Key is CommentNode comment
                ? MapEntry.Comment(new(AsInFile(comment, memory)))
                : entry with { Value = AsInFile(entry.Value, memory) })]),
        ListNode list =>
            new ListNode(
                [.. list.Items.Select(item => item is CommentNode comment
                    ? new StringNode(AsInFile(comment, memory))
                    : AsInFile(item, memory))]),
        _ => memory.TryRecall(node, out var text) ? new StringNode(text) : node,
    };

    private static ByteString AsInFile(CommentNode comment, CiphertextMemory memory) => memory.TryRecall(comment, out var text)
        ? text
        : comment.Text;

    private static ListNode Access(DocumentMetadata metadata) => new([.. AccessText.Lines(AccessPolicy.Of(metadata)).Select(Text)]);

    private static MapNode Map(params (string Key, Node Value)[] entries) =>
        new([.. entries.Select(entry => MapEntry.Of(entry.Key, entry.Value))]);

    private static MapEntry Comment(string text) => MapEntry.Comment(new(new ByteString(text)));

    private static StringNode Text(string text) => new(new ByteString(text));

    private static StringNode Encoded(byte[] text) => Text(Convert.ToBase64String(text));

    private static byte[] Decoded(MapNode versions, string side, string path)
    {
        try
        {
            return TreePath.IndexOf(versions, side) is var index and >= 0 && versions.Entries[index].Value is StringNode text
                ? Convert.FromBase64String(text.Value.RevealText())
                : throw Damaged(path);
        }
        catch (FormatException)
        {
            throw Damaged(path);
        }
    }

    private static SecretsKitException Damaged(string path) =>
        new(ErrorCode.MalformedDocument, $"{path} is damaged") { Hint = "remove it; 'git checkout -m -- FILE' brings the conflict back" };
}
