using System.Text;

namespace SecretsKit.Integration.Safety;

/// <summary>Changing commands of our own beside each other, and what they show of a value.</summary>
public sealed class ChangeTests : IDisposable
{
    private readonly CanaryRun _canaries = new();

    private Workbench Bench => _canaries.Bench;

    public void Dispose() => _canaries.Dispose();

    [Fact]
    public async Task Processes_that_change_one_file_leave_it_whole_and_who_came_too_late_says_so()
    {
        await Bench.EncryptAsync("f.yaml", "a: 0\n");
        var runs = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Bench.RunAsync(NativeProgram.Path, "set", "f.yaml", $"k{number}", "x")));
        var plain = await Bench.DecryptAsync("f.yaml");
        Assert.All(runs, run => Assert.True(run.ExitCode == 0 || run.ErrorText.Contains("changed", StringComparison.Ordinal), run.ErrorText));
        Assert.Contains(runs, run => run.ExitCode == 0);
        Assert.Matches("(?m)^k[0-9]+: x$", plain);
        Assert.StartsWith("a: 0\n", plain, StringComparison.Ordinal);
        Assert.DoesNotContain(Bench.Everything(), entry => entry.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("f.yaml", "a: old\nb: 1\n")]
    [InlineData("f.json", "{\"a\": \"old\", \"b\": 1}\n")]
    [InlineData("f.env", "a=old\nb=1\n")]
    public async Task A_value_from_standard_input_leaves_the_program_as_ciphertext_alone(string name, string plain)
    {
        await Bench.EncryptAsync(name, plain);
        await _canaries.VerbAsync(new(Opens: name), Encoding.UTF8.GetBytes(CanaryRun.Value + "\n"), "set", name, "a");
        await _canaries.VerbAsync(new(Exit: 1, Opens: name), Encoding.UTF8.GetBytes("{" + CanaryRun.Second), "set", "--json", name, "a");
        await _canaries.VerbAsync(new(Opens: name), null, "rotate", name);
        await _canaries.VerbAsync(new(Opens: name), null, "filestatus", name);
        await _canaries.VerbAsync(new(Opens: name), null, "unset", name, "b");
        Assert.Contains(CanaryRun.Value, await Bench.DecryptAsync(name), StringComparison.Ordinal);
    }
}
