using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions;
using SecretsKit.Tests.Templating.Functions;

namespace SecretsKit.Tests.Mutation;

/// <summary>TOML of either version: read or refused, and what was read can be written and read again.</summary>
public sealed class TomlMutationTests
{
    private const long MaxBytes = 64 * 1024 * 1024;

    private static readonly FunctionTable Helm3 = new FunctionTable().AddSprig(new() { Helm3 = true });

    private static readonly string[] Seeds =
    [
        "# c\ntitle = \"TOML \\u00e9\\n\"\n[owner]\nname.first = 'T'\ndob = 1979-05-27T07:32:00-08:00\nlocal = 07:32:00.5\nday = " +
        "1979-05-27\n",
        "[[fruit]]\nname = \"apple\"\n[fruit.physical]\ncolor = { r = 1, \"g\".h = [1, 2.5e3, true], }\n[[fruit.variety]]\nn = " +
        "0x1F\n[[fruit]]\n",
        "a = [[1, 2], [\"x\", {b = []}], # c\n]\nb = \"\"\"\nx\\\n  y \"\" z\"\"\"\"\"\nc = '''\n' '' '''''\nd = -inf\ne = +nan\nf = " +
        "0b1_0\ng = 1_000\n",
        "[fruit]\napple.color = \"red\"\n[fruit.apple.texture]\nsmooth = true\n[[fruit.apple.seeds]]\nsize = 2\n\"\" = 07:32\n",
    ];

    private static readonly string[] Tokens =
    [
        "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "#", "\n", "\r\n", "\r", "\"", "\"\"\"", "'", "'''", "\\", "\\x41", "\\U0001F600",
        "\\e",
        "a", "a.b = 1\n", "[a]\n", "[[a]]\n", "a = {", "a = [", "0x", "0o", "_", "1e", "+", "-", "inf", "nan", "T", "Z", ":", "1979-05-27",
        "\u0000",
        "\u007f", "\ufeff", "\u00e9", " ", "\t",
    ];

    [Fact]
    public void Documents_are_read_or_refused() => TextMutations.Run(Seeds, Tokens, "", MaxBytes, text =>
    {
        foreach (var table in (FunctionTable[])[Calls.Table, Helm3])
        {
            var read = Call(table, "fromToml", Calls.ToValue(text));
            Assert.NotNull(read.AsMap);
            if (!read.AsMap.Contains(new("Error")))
            {
                var written = Call(table, "toToml", read);
                Assert.False(Call(table, "fromToml", written).AsMap!.Contains(new("Error")), Calls.Show(written));
            }
        }
    });

    private static Value Call(FunctionTable table, string name, Value argument) =>
        table.Find(new(name))!.Body(new Calls.Context(), [argument]);
}
