using System.Text;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Tests.Text.Regexp;

public sealed class Re2Tests
{
    private static int Samples => Mutation.TextMutations.Count;
    private static readonly string[] Pieces =
        ["a", "b", "(", ")", "(?:", "(?P<n>", "(?i)", "[a-c]", "[^b]", "[[:alpha:]]", "[", "]", "*", "+", "?", "{2}", "{1,3}", "{", "}",
            "|", "^", "$", "\\b", "\\d",
        "\\pL", "\\x{41}", "\\Q", "\\E", "\\", ".", "é", "-", "ſ", "1"];

    [Fact]
    public void Any_pattern_compiles_or_fails_with_its_reason()
    {
        var random = new Random(20260107);
        var compiled = 0;
        for (var i = 0; i < Samples; i++)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            if (!Re2.TryCompile(pattern, out var expression, out var error))
            {
                Assert.StartsWith("error parsing regexp: ", error);
                continue;
            }

            compiled++;
            foreach (var match in expression.FindAll("ab1 éſ\nAbc\xff"u8))
            {
                Assert.Equal(2 * expression.GroupNames.Count, match.Length);
                Assert.True(match[0] >= 0 && match[0] <= match[1]);
            }
        }

        Assert.True(compiled > Samples / 20, $"only {compiled} patterns were good");
    }

    [Theory]
    [InlineData("(a*)*b")]
    [InlineData("(a|aa)+$")]
    [InlineData("(?:a?){30}a{30}b")]
    [InlineData("(.*)(.*)(.*)(.*)(.*)b")]
    public void Long_inputs_cost_no_more_than_their_length(string pattern)
    {
        // A backtracking engine would not come back from these within the life of the machine.
        var input = new byte[200_000];
        input.AsSpan().Fill((byte)'a');
        input[^1] = (byte)'c';
        Assert.False(Re2.Compile(pattern).IsMatch(input));
    }

    /// <summary>
    /// Many searches that each go to the end of the text, thousands of instructions for each byte, thousands of
    /// groups: the meter hears of all of it in time.
    /// </summary>
    [Theory]
    [InlineData("a.*b|a", 1)]
    [InlineData("(?:a?){1000}b", 1)]
    [InlineData("(a)?", 5_000)]
    [InlineData("x|a", 1)]
    public void A_meter_can_end_a_search(string pattern, int times)
    {
        var input = new byte[200_000];
        input.AsSpan().Fill((byte)'a');
        var expression = Re2.Compile(string.Concat(Enumerable.Repeat(pattern, times)));
        foreach (var search in (Action<ISearchMeter>[])[
            meter => expression.FindAll(input, -1, meter),
            meter => expression.FindAllWhole(input, -1, meter),
            meter => expression.Split(input, -1, meter),
            meter => expression.ReplaceAll(input, "${0}"u8, meter),
            meter => expression.ReplaceAllLiteral(input, "b"u8, meter)])
        {
            var meter = new Meter(100_000);
            Assert.Throws<OperationCanceledException>(() => search(meter));

            // One report is not much more than what was left.
            Assert.InRange(meter.Heard, 100_000, 1_000_000);
        }
    }

    [Fact]
    public void A_replacement_that_repeats_the_match_is_metered_while_it_is_written()
    {
        var input = new byte[1_000_000];
        input.AsSpan().Fill((byte)'a');
        var template = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("$0", 100_000)));
        var meter = new Meter(50_000_000);
        Assert.Throws<OperationCanceledException>(() => Re2.Compile("a+").ReplaceAll(input, template, meter));
        Assert.InRange(meter.Heard, 50_000_000, 60_000_000);
    }

    [Fact]
    public void What_a_match_costs_grows_with_the_text_and_no_faster()
    {
        var expression = Re2.Compile("^(?:[a-z]+=[0-9]+,?)+$");
        var (small, large) = (new Meter(long.MaxValue), new Meter(long.MaxValue));
        Assert.True(expression.IsMatch(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("key=1234,", 10_000))), small));
        Assert.True(expression.IsMatch(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("key=1234,", 200_000))), large));
        Assert.InRange(large.Heard, small.Heard * 15, small.Heard * 25);
    }

    [Theory]
    [InlineData("\\p{Letter}", "é", true)]
    [InlineData("\\p{script_none}", "", null)]
    [InlineData("\\p{greek}", "α", true)]
    [InlineData("\\P{Old-Italic}", "\U00010300", false)]
    [InlineData("^\\p{Cherokee}$", "Ꮳ", true)]
    [InlineData("(?i)^ꮳ$", "Ꮳ", true)]
    [InlineData("(?i)^[^K]$", "\u212A", false)]
    [InlineData("(?i)^σ$", "ς", true)]
    [InlineData("(?i)^ı$", "I", false)]
    [InlineData("(?i)^ß$", "ẞ", true)]
    public void Unicode_classes_and_case_follow_the_standard(string pattern, string input, bool? expected)
    {
        if (expected is null)
        {
            Assert.False(Re2.TryCompile(pattern, out _, out _));
            return;
        }

        Assert.Equal(expected, Re2.Compile(pattern).IsMatch(input));
    }

    [Theory]
    [InlineData("(a{100}){100}", "error parsing regexp: invalid repeat count: `{100}`")]
    [InlineData("((((a{2}){2}){2}){2}){63}", "error parsing regexp: invalid repeat count: `{63}`")]
    public void Nested_repetitions_are_bounded(string pattern, string expected)
    {
        Assert.False(Re2.TryCompile(pattern, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        var deep = new string('(', 1001) + "a" + new string(')', 1001);
        Assert.False(Re2.TryCompile(deep, out _, out var error));
        Assert.StartsWith("error parsing regexp: expression nests too deeply: `((", error);
        Assert.True(Re2.TryCompile(new string('(', 900) + "a" + new string(')', 900), out var expression, out _));
        Assert.True(expression.IsMatch("a"));
    }

    [Theory]
    [InlineData("(?P<first>\\w+) (?P<second>\\w+)", "a b", "$second-$first", "b-a")]
    [InlineData("(\\w)(\\w)", "ab", "$2$1", "ba")]
    [InlineData("(\\w)(\\w)", "ab", "$2x$1", "a")]
    [InlineData("(\\w)(\\w)", "ab", "${2}x$1", "bxa")]
    [InlineData("a", "a", "$$ $ ${ ${} $9 ${nope}", "$ $ ${ ${}  ")]
    public void Templates_name_groups(string pattern, string input, string template, string expected) => Assert.Equal(
        expected, Encoding.UTF8.GetString(
            Re2.Compile(pattern).ReplaceAll(Encoding.UTF8.GetBytes(input), Encoding.UTF8.GetBytes(template))));

    /// <summary>Ends the search when it has heard of enough.</summary>
    private sealed class Meter(long limit) : ISearchMeter
    {
        public long Heard { get; private set; }

        public void Visit(long instructions) => Take(instructions);

        public void Take(long bytes)
        {
            Assert.True(bytes >= 0);
            Heard += bytes;
            if (Heard >= limit)
            {
                throw new OperationCanceledException();
            }
        }
    }
}
