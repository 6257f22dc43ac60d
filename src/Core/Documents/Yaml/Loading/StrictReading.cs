using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml.Loading;

/// <summary>
/// Checks the first document as the reference does by decoding it into a map of strings to anything: keys must be unique and no
/// collections, explicit tags must fit, merge values must be maps.
/// </summary>
internal sealed class StrictReading
{
    // More would only repeat the point, and equal keys make a finding for each pair.
    private const int MostFindings = 100;
    private const string RootType = "map[string]interface {}";
    private readonly List<string> _findings = [];
    private YamlNode? _first;
    private DocumentFault _fault;

    /// <exception cref="DocumentException">The document does not pass.</exception>
    public static void Check(YamlNode document)
    {
        var reading = new StrictReading();
        foreach (var root in document.Children)
        {
            reading.CheckRoot(root);
        }

        if (reading._findings.Count > 0)
        {
            throw YamlLoadErrors.Findings(reading._fault, reading._findings, reading._first!);
        }
    }

    private void CheckRoot(YamlNode root)
    {
        switch (root.Kind)
        {
            case YamlKind.Mapping:
                CheckMapping(root, keysAreText: true);
                break;
            case YamlKind.Sequence:
                Find(DocumentFault.WrongKind, root, YamlLoadErrors.WrongKind(root, YamlTags.Seq, RootType));
                break;
            default:
                if (LeafLoader.LoadStrictly(root) is not NullNode)
                {
                    Find(DocumentFault.WrongKind, root, YamlLoadErrors.WrongKind(root, YamlTags.Shorten(root.Tag), RootType));
                }

                break;
        }
    }

    private void CheckNode(YamlNode node)
    {
        switch (node.Kind)
        {
            case YamlKind.Alias:
                CheckNode(node.Target!);
                break;
            case YamlKind.Mapping:
                CheckMapping(node, keysAreText: false);
                break;
            case YamlKind.Sequence:
                foreach (var item in node.Children)
                {
                    CheckNode(item);
                }

                break;
            default:
                _ = LeafLoader.LoadStrictly(node);
                break;
        }
    }

    private void CheckMapping(YamlNode mapping, bool keysAreText)
    {
        if (!HasUniqueKeys(mapping))
        {
            return;
        }

        var children = mapping.Children;
        YamlNode? merge = null;
        for (var i = 0; i + 1 < children.Count; i += 2)
        {
            var key = children[i];
            if (IsMerge(key))
            {
                merge = children[i + 1];
            }
            else if (CheckKey(key, keysAreText))
            {
                CheckNode(children[i + 1]);
            }
        }

        if (merge is not null)
        {
            CheckMerge(merge);
        }
    }

    private bool CheckKey(YamlNode key, bool keysAreText)
    {
        var target = key.Kind == YamlKind.Alias ? key.Target! : key;
        if (target.Kind == YamlKind.Scalar)
        {
            _ = LeafLoader.LoadStrictly(target);
            return true;
        }

        if (!keysAreText)
        {
            throw YamlLoadErrors.InvalidKey(key);
        }

        if (target.Kind != YamlKind.Mapping || HasUniqueKeys(target))
        {
            Find(
                DocumentFault.WrongKind,
                key,
                YamlLoadErrors.WrongKind(target, target.Kind == YamlKind.Mapping ? YamlTags.Map : YamlTags.Seq, "string"));
        }

        return false;
    }

    private void CheckMerge(YamlNode value)
    {
        var target = value.Kind == YamlKind.Alias ? value.Target! : value;
        if (target.Kind == YamlKind.Mapping)
        {
            CheckNode(target);
            return;
        }

        if (value.Kind != YamlKind.Sequence)
        {
            throw YamlLoadErrors.InvalidMerge(value);
        }

        foreach (var item in value.Children)
        {
            var part = item.Kind == YamlKind.Alias ? item.Target! : item;
            if (part.Kind != YamlKind.Mapping)
            {
                throw YamlLoadErrors.InvalidMerge(item);
            }

            CheckNode(part);
        }
    }

    private static bool IsMerge(YamlNode key) =>
        key.Kind == YamlKind.Scalar && key.Value.Span.SequenceEqual("<<"u8) && YamlTags.Shorten(key.Tag) == YamlTags.Merge;

    // Keys count as equal by kind and text, whatever their types. For each key the reference names all later equals.
    private bool HasUniqueKeys(YamlNode mapping)
    {
        var children = mapping.Children;
        var seen = new HashSet<(YamlKind, ByteString)>(children.Count / 2);
        var isUnique = true;
        for (var i = 0; i < children.Count; i += 2)
        {
            isUnique &= seen.Add((children[i].Kind, children[i].Value));
        }

        if (!isUnique)
        {
            FindEqualKeys(children);
        }

        return isUnique;
    }

    // For each key in turn all later equals, up to the number of findings that are reported.
    private void FindEqualKeys(List<YamlNode> children)
    {
        var later = new Dictionary<(YamlKind, ByteString), Queue<YamlNode>>();
        for (var i = 0; i < children.Count; i += 2)
        {
            var name = (children[i].Kind, children[i].Value);
            if (!later.TryGetValue(name, out var equals))
            {
                later.Add(name, equals = new());
            }

            equals.Enqueue(children[i]);
        }

        for (var i = 0; i < children.Count && _findings.Count < MostFindings; i += 2)
        {
            var equals = later[(children[i].Kind, children[i].Value)];
            equals.Dequeue();
            foreach (var equal in equals.Take(MostFindings))
            {
                Find(DocumentFault.DuplicateKey, equal, YamlLoadErrors.DuplicateKey(children[i], equal));
            }
        }
    }

    private void Find(DocumentFault fault, YamlNode node, string finding)
    {
        if (_first is null)
        {
            (_first, _fault) = (node, fault);
        }

        if (_findings.Count < MostFindings)
        {
            _findings.Add(finding);
        }
    }
}
