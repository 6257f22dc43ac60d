using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Tests.Documents.Yaml;

public sealed class YamlMutationTests
{
    private const string Canary = Mutations.Canary;

    [Fact]
    public void Mutilated_YAML_is_read_or_refused_without_harm() => Mutations.Run(
        YamlCodec.Instance,
        [
            $"# {Canary}\na: {Canary} # {Canary}\nb: [1.5, \"{Canary}\", {{c: '{Canary}'}}]\nd: |\n  {Canary}\n  x\ne: &x\n  - " +
            $"{Canary}\n  - k: >-\n      {Canary}\nf: *x\n",
            $"---\n? a\n: !!int \"7\"\nb: !!binary aGVsbG8=\nc: 2024-01-01\nd: .inf\n...\n---\n<<: {{d: {Canary}}}\n# " +
            $"{Canary}\n---\nl:\n- - x\n  # y\n- z: 1e9\n",
        ],
        ["{", "}", "[", "]", "\"", "'", ": ", "- ", "? ", ", ", "#", " #", "&x ", "*x", "!!int ", "!!binary ", "!t ", "|\n", ">2\n",
            "%TAG ! a\n", "\n---\n", "...\n", "\n", "  ", "\t", "<<: ", "~", "\ufeff", "\u2028", "\\"],
        (tree, text) => Assert.Equal(Settled(tree), Settled(YamlCodec.Instance.Read(text, DocumentLimits.Default))));

    // Which block a comment belongs to may change once when the layout is made regular, and whole floats come back as integers.
    private static string Settled(DocumentTree tree) => string.Join("\n---\n", tree.Branches.Select(branch => TreeText.Of(Settle(branch))));

    private static Node Settle(Node node) => node switch
    {
        MapNode map =>
            new MapNode(
                [.. map.Entries.Where(entry => !entry.IsComment).Select(entry => new MapEntry(Settle(entry.Key), Settle(entry.Value)))]),
        ListNode list => new ListNode([.. list.Items.Where(item => item is not CommentNode).Select(Settle)]),
        FloatNode number when number.Value == Math.Truncate(number.Value) && Math.Abs(number.Value) < 1e6 =>
            new IntNode((long)number.Value),
        _ => node,
    };
}
