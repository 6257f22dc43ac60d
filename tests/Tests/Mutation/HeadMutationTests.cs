using System.Buffers;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;

namespace SecretsKit.Tests.Mutation;

/// <summary>
/// Heads of rendered documents: the lines that are taken out mean what the whole document means, and a
/// document that the reader refuses is never cut.
/// </summary>
public sealed class HeadMutationTests
{
    private static readonly KubernetesYamlOptions Whole = new() { KeepsIntegers = true };

    private static readonly string[] Seeds =
    [
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations:\n    \"helm.sh/hook\": pre-install\n    helm.sh/weight: " +
        "\"-5\"\ndata:\n  a.conf: |\n    x: {{\n\n      y\n  b: >-\n    text\nlast: 1\n",
        "# Source\napiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    containers:\n    - name: x\n      args:\n        - " +
        "--flag=1\n        - 'a b'\n      ports:\n      - containerPort: 80\n        protocol: TCP\n      env: []\n      resources: " +
        "{}\n    # end\n    other:\nmetadata:\n    name: b\n",
        "kind: List\nitems:\n- a\n- - b\n  - c: 1\n    d:\n    - 2\n-   key: v\n    next: w\n- \"q\": 'it'\n- |\n  text\n  " +
        "more\nmetadata: {}\n",
        "a:\n  b:\n    c:\n      d: true\n    e: no\n  f: 12:30\ng: -1\nh: 1e3\nMetadata:\n  name: x\nKIND: Y\n",
    ];

    private static readonly string[] Tokens =
    [
        "\n", "\n\n", " ", "  ", "    ", "\t", ":", ": ", " :", "- ", "-", "-\n", "--- ", "---\n", "...\n", "? ", "#", " #", "\"", "'",
        "''", "\\", "|", "|-\n", ">\n", "|2\n", "{", "}", "{}", "[", "]", "[a]", "&a ", "*a",
        "!!str ", "! ", "%", "@", "`", ",", "<<: ", "~", "null", "Null:", "true:", ".inf", "-.inf", ".nan", "1e999", "0x1", "12: ", "1.5:",
        "y:", "\u00e9", "\u0085", "\r\n", "\0", "\uFEFF", "kind: x\n", "metadata:\n", "  - a\n", "- b\n", "a: b: c\n", "a:b\n",
        "key with spaces: x\n", "\n a: 1", "\n  x", "  - - - a\n", "# c\n", " # c\n",
    ];

    [Fact]
    public void Excerpts_of_documents_mean_what_the_documents_mean() =>
        TextMutations.Run(Seeds, Tokens, "", 64 * 1024 * 1024, text => AssertSame(text));

    [Theory]
    [InlineData("metadata:\n  name: a\nspec:\n  - x\n  y: 1\n")]
    [InlineData("metadata:\n  name: a\nspec: x\n  y: 1\n")]
    [InlineData("metadata:\n  name: a\nspec: |\n    a\n  b\n")]
    [InlineData("metadata:\n  name: a\nspec: |\n  \ta\n")]
    [InlineData("metadata:\n  name: a\nspec: 1: 2\n")]
    [InlineData("metadata:\n  name: a\nspec: \"a\n")]
    [InlineData("metadata:\n  name: a\nspec: .inf\n")]
    [InlineData("metadata:\n  name: a\nspec:\n  null: 1\n")]
    public void Gives_up_on_what_the_reader_refuses(string document)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(document);
        Assert.Null(HeadExcerpt.TryTake(text, IsOfHead));
        Assert.Throws<DocumentException>(() => KubernetesYaml.Read(text, Whole));
    }

    [Fact]
    public void Takes_the_documents_that_charts_make()
    {
        foreach (var seed in Seeds)
        {
            Assert.True(AssertSame(System.Text.Encoding.UTF8.GetBytes(seed)), seed);
        }
    }

    private static bool AssertSame(byte[] text)
    {
        if (HeadExcerpt.TryTake(text, IsOfHead) is not { } excerpt)
        {
            return false;
        }

        var whole = ReadWhole(text).AsMap!;
        var part = KubernetesYaml.Read(excerpt, Whole).AsMap ?? new MapValue();
        foreach (var key in whole.SortedKeys)
        {
            Assert.Equal(IsOfHead(key.Span), part.Contains(key));
            Assert.True(!part.Contains(key) || Text(whole[key]).SequenceEqual(Text(part[key])));
        }

        Assert.All(part.SortedKeys.ToArray(), key => Assert.True(whole.Contains(key)));
        return ManifestHead.Read(text, "t", HelmGeneration.V4) is not null;
    }

    private static ReadOnlySpan<byte> Text(Value value)
    {
        var output = new ArrayBufferWriter<byte>();
        KubernetesYaml.Write(value, output);
        return output.WrittenSpan;
    }

    // The failure of a document that was cut is a defect and no refusal.
    private static Value ReadWhole(byte[] text)
    {
        try
        {
            return KubernetesYaml.Read(text, Whole);
        }
        catch (DocumentException failure)
        {
            throw new InvalidOperationException("the reader refuses what was cut: " + failure.Message);
        }
    }

    private static bool IsOfHead(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("kind"u8)
            || name.SequenceEqual("apiVersion"u8)
            || name.SequenceEqual("metadata"u8)
            || name.SequenceEqual("Metadata"u8)
            || name.SequenceEqual("KIND"u8);
}
