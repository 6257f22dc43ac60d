using SecretsKit.Core.Documents.Yaml.Layout;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml.Emit;

/// <summary>Writes the tree that all formats share straight to the text, in block style unless it had another one.</summary>
internal static class TreeEmitter
{
    /// <param name="emitter">Receives the nodes.</param>
    /// <param name="root">The document.</param>
    /// <param name="styles">Styles to keep, by place; null for none.</param>
    /// <param name="place">That of the document.</param>
    public static void WriteDocument(YamlEmitter emitter, Node root, KeptStyles? styles = null, string place = "")
    {
        emitter.BeginDocument(default);
        WriteNode(emitter, root, default, styles, place);
        emitter.EndDocument(default);
    }

    private static void WriteNode(YamlEmitter emitter, Node node, in NodeComments comments, KeptStyles? styles, string place)
    {
        switch (node)
        {
            case MapNode map:
                WriteMap(emitter, map, comments, styles, place);
                break;
            case ListNode list:
                WriteList(emitter, list, comments, styles, place);
                break;
            default:
                TreeScalars.Write(emitter, node, comments, styles?.At(place) ?? YamlStyle.None);
                break;
        }
    }

    private static void WriteMap(YamlEmitter emitter, MapNode map, in NodeComments comments, KeptStyles? styles, string place)
    {
        var entries = map.Entries;
        var first = entries.FindIndex(static entry => !entry.IsComment);
        var waiting = new TreeComments();
        for (var i = 0; i < (first < 0 ? entries.Count : first); i++)
        {
            waiting.Add((CommentNode)entries[i].Key);
        }

        // The comments above the first key belong to the map: inside a list they stand above the dash.
        var line = first >= 0 && IsLeaf(entries[first].Value) ? waiting.TakeInline() : default;
        Begin(emitter, isMapping: true, IsFlow(map, styles, place), isEmpty: first < 0, comments.Head, waiting.TakeLines());
        for (var i = first; i >= 0 && i < entries.Count; i++)
        {
            var (key, value) = entries[i];
            if (key is CommentNode comment)
            {
                waiting.Add(comment);
                continue;
            }

            line = i > first && IsLeaf(value) ? waiting.TakeInline() : line;
            TreeScalars.Write(emitter, key, new NodeComments { Head = waiting.TakeLines() });
            var below = styles is null ? "" : KeptStyles.Key(place, key is StringNode name ? name.Value.RevealText() : "");
            WriteNode(emitter, value, new NodeComments { Line = line }, styles, below);
            line = default;
        }

        emitter.EndCollection(comments with { Head = default, Tail = waiting.TakeLines() });
    }

    private static void WriteList(YamlEmitter emitter, ListNode list, in NodeComments comments, KeptStyles? styles, string place)
    {
        var items = list.Items;
        var first = items.FindIndex(static item => item is not CommentNode);
        var last = items.FindLastIndex(static item => item is not CommentNode);
        var waiting = new TreeComments();
        for (var i = 0; i < (first < 0 ? items.Count : first); i++)
        {
            waiting.Add((CommentNode)items[i]);
        }

        var line = first >= 0 && IsLeaf(items[first]) ? waiting.TakeInline() : default;
        Begin(emitter, isMapping: false, IsFlow(list, styles, place), isEmpty: first < 0, comments.Head, waiting.TakeLines());
        var position = 0;
        for (var i = first; i >= 0 && i <= last; i++)
        {
            if (items[i] is CommentNode comment)
            {
                waiting.Add(comment);
                continue;
            }

            line = i > first && IsLeaf(items[i]) ? waiting.TakeInline() : line;
            var head = waiting.TakeLines();
            WriteNode(
                emitter,
                items[i],
                new NodeComments { Head = head, Line = line, Foot = i == last ? CommentsAfter(items, last) : default },
                styles,
                styles is null ? "" : KeptStyles.Item(place, position++));
            line = default;
        }

        emitter.EndCollection(comments with { Head = default });
    }

    // A comment goes to the end of its line, and a bracket would be in it.
    private static bool IsFlow(Node node, KeptStyles? styles, string place) =>
        styles is not null && (styles.At(place) & YamlStyle.Flow) != 0 && !HoldsComments(node);

    private static bool HoldsComments(Node node) => node switch
    {
        MapNode map => map.Entries.Exists(static entry => entry.IsComment || HoldsComments(entry.Value)),
        ListNode list => list.Items.Exists(static item => item is CommentNode || HoldsComments(item)),
        _ => false,
    };

    private static void Begin(YamlEmitter emitter, bool isMapping, bool isFlow, bool isEmpty, ByteString above, ByteString leading) =>
        emitter.BeginCollection(isMapping, isFlow, isEmpty, default, new NodeComments { Head = TreeComments.Stack(above, leading) });

    private static ByteString CommentsAfter(List<Node> items, int last)
    {
        var after = new TreeComments();
        for (var i = last + 1; i < items.Count; i++)
        {
            after.Add((CommentNode)items[i]);
        }

        return after.TakeLines();
    }

    private static bool IsLeaf(Node value) => value is not (MapNode or ListNode);
}
