using System.Globalization;
using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Errors;

namespace SecretsKit.Goldens.Documents.Yaml;

/// <summary>
/// Whatever the bytes, reading ends with documents or with one of the known failures, and costs in proportion to the input.
/// </summary>
public sealed class YamlFuzzTests
{
    private const int DefaultMutations = 5_000;
    private const int BytesPerByte = 600;
    private const int FixedBytes = 64 * 1024;

    // The complete vocabulary of the reader: a message made of these cannot quote the input.
    private static readonly HashSet<string> Problems =
    [
        "block sequence entries are not allowed in this context", "control characters are not allowed", "could not find expected ':'",
        "could not find expected directive name", "did not find URI escaped octet", "did not find expected '!'",
        "did not find expected '-' indicator",
        "did not find expected ',' or ']'", "did not find expected ',' or '}'", "did not find expected <document start>",
        "did not find expected alphabetic or numeric character", "did not find expected comment or line break",
        "did not find expected digit or '.' character", "did not find expected hexdecimal number", "did not find expected key",
        "did not find expected node content", "did not find expected tag URI", "did not find expected version number",
        "did not find expected whitespace", "did not find expected whitespace or line break", "did not find the expected '>'",
        "expected low surrogate area", "found a tab character that violates indentation",
        "found a tab character where an indentation space is expected", "found an incorrect leading UTF-8 octet",
        "found an incorrect trailing UTF-8 octet", "found an indentation indicator equal to 0",
        "found character that cannot start any token",
        "found duplicate %TAG directive", "found duplicate %YAML directive", "found extremely long version number",
        "found incompatible YAML document", "found invalid Unicode character escape code", "found undefined tag handle",
        "found unexpected document indicator", "found unexpected end of stream", "found unexpected non-alphabetical character",
        "found unknown directive name", "found unknown escape character", "incomplete UTF-16 character", "incomplete UTF-16 surrogate pair",
        "incomplete UTF-8 octet sequence", "invalid Unicode character", "invalid leading UTF-8 octet", "invalid length of a UTF-8 sequence",
        "invalid trailing UTF-8 octet", "mapping keys are not allowed in this context", "mapping values are not allowed in this context",
        "unexpected low surrogate area", "unknown anchor referenced",
    ];

    private static readonly string[] Fragments =
    [
        "- ", "? ", ": ", ":", "#", "# c\n", "\n", "\r\n", "\t", "  ", "[", "]", "{", "}", ",", "&a ", "*a ", "!t ", "!!str ", "|\n",
        ">-\n", "|2\n", "'", "\"",
        "\\", "---\n", "...\n", "%YAML 1.1\n", "%TAG ! x\n", "\u0085", "\u2028", "\uFEFF", "é", "\0", "\u0001", "<<: *a\n",
        "\n#x\n\n  #y\n",
    ];

    [Fact]
    public void Mutations_of_all_inputs_are_read_or_refused()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("SECRETSKIT_MUTATIONS"), CultureInfo.InvariantCulture, out var set)
            ? set
            : DefaultMutations;
        var inputs = YamlRow.Ids().Select(id => YamlRow.Input(id.Data)).ToList();
        var random = new Random(1);
        for (var i = 0; i < count; i++)
        {
            AssertSafe(Mutate(inputs[random.Next(inputs.Count)], inputs, random));
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("{a: [")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: &a *a\n")]
    [InlineData("&a ")]
    [InlineData("!t ")]
    [InlineData("# c\n")]
    [InlineData(" # c\n# d\n\n")]
    [InlineData("a:\n - b\n# c\n")]
    [InlineData("\"a\n")]
    [InlineData("'")]
    [InlineData("a: |\n  b\n\n")]
    [InlineData("- &x é\n")]
    [InlineData("---\n")]
    [InlineData("%TAG !a! b\n")]
    [InlineData("é,")]
    [InlineData("[é, ")]
    public void Repetitions_cost_in_proportion(string unit) =>
        AssertSafe(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, 20_000))));

    private static void AssertSafe(byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            YamlReader.ReadAll(input, DocumentLimits.Default);
        }
        catch (DocumentException failure)
        {
            AssertKnown(failure, input);
        }

        var spent = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(
            spent <= FixedBytes + ((long)BytesPerByte * input.Length),
            $"{spent} bytes for {Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 3_000)))}");
    }

    private static void AssertKnown(DocumentException failure, byte[] input)
    {
        var problem = failure.Message["yaml: ".Length..];
        if (problem.StartsWith("line ", StringComparison.Ordinal))
        {
            problem = problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        }

        var isKnown = failure.Code == ErrorCode.LimitExceeded
            || (failure.Code == ErrorCode.MalformedDocument && Problems.Contains(problem));
        Assert.True(isKnown && failure is { Line: > 0, Column: > 0 }, $"{failure.Message} for {Convert.ToBase64String(input)}");
    }

    private static byte[] Mutate(byte[] input, List<byte[]> others, Random random)
    {
        List<byte> bytes = [.. input];
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 8), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, others[random.Next(others.Count)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
