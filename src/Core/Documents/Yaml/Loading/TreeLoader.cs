using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml.Loading;

/// <summary>
/// Turns YAML nodes into the tree that all formats share: comments become entries and items in textual order, aliases become copies,
/// styles and custom tags are dropped (spec sops.md 6.1, "Load").
/// </summary>
internal static class TreeLoader
{
    /// <summary>The branch of one document. A null document is an empty branch.</summary>
    /// <exception cref="DocumentException">The root is a sequence or a value.</exception>
    public static MapNode LoadDocument(YamlNode document)
    {
        var branch = new MapNode();
        AddLines(branch.Entries, document.HeadComment);
        AddLines(branch.Entries, document.LineComment);
        foreach (var root in document.Children)
        {
            LoadRoot(branch, root);
        }

        AddLines(branch.Entries, document.FootComment);
        return branch;
    }

    private static void LoadRoot(MapNode branch, YamlNode root)
    {
        switch (root.Kind)
        {
            case YamlKind.Mapping:
                AddEntries(branch, root, hasOwnComments: true);
                return;
            case YamlKind.Sequence:
                throw YamlLoadErrors.UnsupportedRoot(root, "sequences");
            case YamlKind.Scalar when YamlTags.Shorten(root.Tag) == YamlTags.Null:
                AddLines(branch.Entries, root.HeadComment);
                AddLines(branch.Entries, root.LineComment);
                AddLines(branch.Entries, root.FootComment);
                return;
            default:
                throw YamlLoadErrors.UnsupportedRoot(root, "values");
        }
    }

    private static Node Load(YamlNode node, bool hasOwnComments)
    {
        switch (node.Kind)
        {
            case YamlKind.Mapping:
                var map = new MapNode(new List<MapEntry>(node.Children.Count / 2));
                AddEntries(map, node, hasOwnComments);
                return map;
            case YamlKind.Sequence:
                return LoadList(node, hasOwnComments);
            case YamlKind.Alias:
                return Load(node.Target!, hasOwnComments: true);
            default:
                return LeafLoader.Load(node);
        }
    }

    private static void AddEntries(MapNode map, YamlNode mapping, bool hasOwnComments)
    {
        var entries = map.Entries;
        if (hasOwnComments)
        {
            AddLines(entries, mapping.HeadComment);
            AddLines(entries, mapping.LineComment);
        }

        var children = mapping.Children;
        for (var i = 0; i + 1 < children.Count; i += 2)
        {
            var key = children[i];
            var value = children[i + 1];
            var isLeaf = value.Kind is YamlKind.Scalar or YamlKind.Alias;
            AddLines(entries, key.HeadComment);
            AddLines(entries, key.LineComment);
            if (isLeaf)
            {
                AddLines(entries, value.HeadComment);
                AddLines(entries, value.LineComment, isInline: true);
            }

            entries.Add(new MapEntry(Load(key, hasOwnComments: false), Load(value, hasOwnComments: !isLeaf)));
            if (isLeaf)
            {
                AddLines(entries, value.FootComment);
            }

            AddLines(entries, key.FootComment);
        }

        if (hasOwnComments)
        {
            AddLines(entries, mapping.FootComment);
        }
    }

    private static ListNode LoadList(YamlNode sequence, bool hasOwnComments)
    {
        var items = new List<Node>(sequence.Children.Count);
        if (hasOwnComments)
        {
            AddLines(items, sequence.HeadComment);
            AddLines(items, sequence.LineComment);
        }

        foreach (var item in sequence.Children)
        {
            AddLines(items, item.HeadComment);
            AddLines(items, item.LineComment, isInline: item.Kind is YamlKind.Scalar or YamlKind.Alias);
            items.Add(Load(item, hasOwnComments: false));
            AddLines(items, item.FootComment);
        }

        if (hasOwnComments)
        {
            AddLines(items, sequence.FootComment);
        }

        return new ListNode(items);
    }

    private static void AddLines(List<MapEntry> entries, ByteString comment, bool isInline = false)
    {
        foreach (var line in CommentLines.Of(comment))
        {
            entries.Add(MapEntry.Comment(new CommentNode(line, isInline)));
        }
    }

    private static void AddLines(List<Node> items, ByteString comment, bool isInline = false)
    {
        foreach (var line in CommentLines.Of(comment))
        {
            items.Add(new CommentNode(line, isInline));
        }
    }
}
