using System.Text.Json;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Packaging;

/// <summary>What the agent's image is made of, as far as its Containerfile says.</summary>
public sealed class AgentImageTests
{
    private static readonly List<(string Name, string Text)> Steps = Read();

    [Fact]
    public void It_has_one_stage_from_an_image_with_a_version()
    {
        Assert.Equal("FROM", Steps[0].Name);
        var image = Assert.Single(Steps, step => step.Name == "FROM").Text;
        Assert.Matches("^[a-z]+:[a-z0-9-]+$", image);
        Assert.DoesNotContain("latest", image, StringComparison.Ordinal);
    }

    [Fact]
    public void It_takes_the_archive_that_is_packaged_and_starts_its_program_without_a_shell()
    {
        var program = Assert.Single(Steps, step => step.Name is "COPY" or "ADD");
        Assert.Equal(("ADD", "secretskit-agent-@VERSION@-@RUNTIME@.tar.gz /opt/"), program);
        Assert.Contains(
            "<AssemblyName>secretskit-agent</AssemblyName>",
            File.ReadAllText(Path.Combine(Checkout.Root, "src", "Agent", "Agent.csproj")), StringComparison.Ordinal);
        Assert.Equal("ENTRYPOINT", Steps[^1].Name);
        Assert.Equal(
            ["/opt/secretskit-agent-@VERSION@-@RUNTIME@/secretskit-agent"],
            JsonSerializer.Deserialize(Steps[^1].Text, ImageJson.Default.StringArray)!);
        Assert.DoesNotContain(Steps, step => step.Name is "CMD" or "SHELL");
    }

    [Fact]
    public void It_runs_as_a_user_by_number_who_is_not_root()
    {
        var user = Assert.Single(Steps, step => step.Name == "USER");
        Assert.All(user.Text.Split(':'), id => Assert.True(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture) >= 1000));
        Assert.True(Steps.IndexOf(user) > Steps.FindLastIndex(step => step.Name is "RUN" or "ADD"));
    }

    [Fact]
    public void Its_ports_are_those_of_the_chart_and_of_the_flags()
    {
        var ports = Assert.Single(Steps, step => step.Name == "EXPOSE").Text.Split(' ');
        var values = File.ReadAllText(Path.Combine(Checkout.Root, "src", "Agent", "chart", "values.yaml"));
        var flags = File.ReadAllText(Path.Combine(Checkout.Root, "src", "Agent", "Settings", "AgentFlags.cs"));
        Assert.Equal(["8080", "8082"], ports);
        Assert.All(ports, port => Assert.Contains($"port: {port}", values, StringComparison.Ordinal));
        Assert.All(ports, port => Assert.Contains($"\":{port}\"", flags, StringComparison.Ordinal));
    }

    [Fact]
    public void It_installs_certificates_and_OpenSSL_and_keeps_no_lists()
    {
        var run = Assert.Single(Steps, step => step.Name == "RUN").Text;
        Assert.Contains("--no-install-recommends ca-certificates libssl3", run, StringComparison.Ordinal);
        Assert.EndsWith("rm -rf /var/lib/apt/lists/*", run, StringComparison.Ordinal);
        Assert.DoesNotContain(Steps, step => step.Name is "ENV" or "ARG");
    }

    // Comments are left out, and lines that end with a backslash go on.
    private static List<(string Name, string Text)> Read()
    {
        var lines = File.ReadAllLines(Path.Combine(Checkout.Root, "build", "Containerfile.agent"))
            .Where(line => !line.TrimStart().StartsWith('#') && line.Trim().Length > 0);
        var joined = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
        return [.. joined.Select(line => line.Trim().Split(' ', 2)).Select(words => (words[0], words[1].Trim()))];
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class ImageJson : System.Text.Json.Serialization.JsonSerializerContext;
