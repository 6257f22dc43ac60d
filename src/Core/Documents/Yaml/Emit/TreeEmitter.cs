using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml.Emit;

/// <summary>Writes the tree that all formats share straight to the text, in block style.</summary>
internal static class TreeEmitter
{
    public static void WriteDocument(YamlEmitter emitter, Node root)
    {
        emitter.BeginDocument(default);
        WriteNode(emitter, root, default);
        emitter.EndDocument(default);
    }

    private static void WriteNode(YamlEmitter emitter, Node node, in NodeComments comments)
    {
        switch (node)
        {
            case MapNode map:
                WriteMap(emitter, map, comments);
                break;
            case ListNode list:
                WriteList(emitter, list, comments);
                break;
            default:
                TreeScalars.Write(emitter, node, comments);
                break;
        }
    }

    private static void WriteMap(YamlEmitter emitter, MapNode map, in NodeComments comments)
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
        Begin(emitter, isMapping: true, isEmpty: first < 0, comments.Head, waiting.TakeLines());
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
            WriteNode(emitter, value, new NodeComments { Line = line });
            line = default;
        }

        emitter.EndCollection(comments with { Head = default, Tail = waiting.TakeLines() });
    }

    private static void WriteList(YamlEmitter emitter, ListNode list, in NodeComments comments)
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
        Begin(emitter, isMapping: false, isEmpty: first < 0, comments.Head, waiting.TakeLines());
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
                emitter, items[i], new NodeComments { Head = head, Line = line, Foot = i == last ? CommentsAfter(items, last) : default });
            line = default;
        }

        emitter.EndCollection(comments with { Head = default });
    }

    private static void Begin(YamlEmitter emitter, bool isMapping, bool isEmpty, ByteString above, ByteString leading) =>
        emitter.BeginCollection(isMapping, flow: false, isEmpty, default, new NodeComments { Head = TreeComments.Stack(above, leading) });

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
