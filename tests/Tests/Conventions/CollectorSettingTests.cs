using System.Text;
using System.Text.RegularExpressions;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Conventions;

/// <summary>Settings of the garbage collector in project files are those that it knows: it says nothing of others.</summary>
public sealed partial class CollectorSettingTests
{
    [Theory]
    [InlineData("src/Agent/Agent.csproj", 4)]
    [InlineData("src/Cli/Cli.csproj", 1)]
    public void Are_names_that_the_collector_has(string project, int count)
    {
        // The collector as a library of its own, beside the runtime: the same sources as in native programs.
        var library = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libclrgc.so");
        var known = File.ReadAllBytes(library);
        var text = File.ReadAllText(Path.Combine(Checkout.Root, project));
        var names = Setting().Matches(text).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(count, names.Count);
        Assert.All(names, name => Assert.True(known.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"\0{name}\0")) >= 0, name));
        Assert.True(known.AsSpan().IndexOf("\0GCgen0MaxBudget\0"u8) < 0);
    }

    [GeneratedRegex("--runtimeopt:([A-Za-z0-9]+)=")]
    private static partial Regex Setting();
}
