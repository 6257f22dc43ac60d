using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Dotenv;
using SecretsKit.Core.Documents.Ini;
using SecretsKit.Core.Documents.Json;

namespace SecretsKit.Tests.Documents;

public sealed class MutationTests
{
    private const string Canary = Mutations.Canary;

    [Fact]
    public void Mutilated_JSON_is_read_or_refused_without_harm() => Mutations.Run(
        JsonCodec.Instance,
        [
            $$$"""{"a":1,"b":[1.5,-2e10,null,true,false],"c":{"d":"{{{Canary}}}","e":"\u00e9\ud83d\ude00\n"},"f":[],"g":{}}""",
            $$"""{ "{{Canary}}" : "{{Canary}}" , "x" : [ { "y" : [ "{{Canary}} é" ] } ] , "n" : 123456789012345678901234567890 }""",
        ],
        ["{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "\\ud83d", "1e999", "-", "0", "nul", "/*", "\ufeff", " ", "\n", "\u2028"],
        (tree, text) =>
            Assert.Equal(TreeText.Of(Settle(tree)), TreeText.Of(Settle(JsonCodec.Instance.Read(text, DocumentLimits.Default)))));

    [Fact]
    public void Mutilated_dotenv_is_read_or_refused_without_harm() => Mutations.Run(
        DotenvCodec.Instance,
        [$"# {Canary}\nA={Canary}\nB=x\\ny\nexport C=\"{Canary}\"\n\nD=\n", $"A={Canary}\r\nB={Canary}=\n#\n"],
        ["=", "#", "\n", "\\n", "\\", "\r\n", "\"", " ", "\ufeff", "\0", Canary + "\n"],
        (tree, text) => Assert.Equal(TreeText.Of(tree), TreeText.Of(DotenvCodec.Instance.Read(text, DocumentLimits.Default))));

    [Fact]
    public void Mutilated_INI_is_read_or_refused_without_harm() => Mutations.Run(
        IniCodec.Instance,
        [
            $"; {Canary}\ntop = {Canary}\n[s] ; x\na: '{Canary}' # c\nb = \"\"\"{Canary}\nm\"\"\"\nc = `{Canary}`\n- = " +
            $"{Canary}\n[s]\n\"q=\" = a \\\n {Canary}\n",
            $"[{Canary}]\n  k = \"{Canary}\"\n`t` : {Canary} ; {Canary}\n\n; end\n",
        ],
        ["[", "]", "=", ":", "\"", "\"\"\"", "`", "'", "\\\n", "#", ";", "\n", "-", " ", "\u00a0", "\ufeff", "\r\n", "DEFAULT",
            Canary + "\n"],
        (_, text) => Assert.NotNull(text));

    // Whole doubles come back as integers while they fit, so both sides are brought to what a reader sees.
    private static DocumentTree Settle(DocumentTree tree) => new([.. tree.Branches.Select(branch => (MapNode)Settle(branch))]);

    private static Node Settle(Node node) => node switch
    {
        MapNode map => new MapNode([.. map.Entries.Select(entry => new MapEntry(entry.Key, Settle(entry.Value)))]),
        ListNode list => new ListNode([.. list.Items.Select(Settle)]),
        FloatNode { Value: > -1e18 and < 1e18 } number when number.Value == Math.Truncate(number.Value) => new IntNode((long)number.Value),
        IntNode number => new FloatNode(number.Value) is { Value: > -1e18 and < 1e18 } ? number : new FloatNode(number.Value),
        _ => node,
    };
}
