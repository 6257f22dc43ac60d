using SecretsKit.Platform;

namespace SecretsKit.Tests.Platform;

public sealed class HostEnvironmentTests
{
    [Fact]
    public void Does_not_see_later_changes_of_its_source()
    {
        var source = new Dictionary<string, string> { ["A"] = "1" };
        var environment = new HostEnvironment(source, "/w");
        source["A"] = "2";
        Assert.Equal("1", environment.Variable("A"));
        Assert.Null(environment.Variable("B"));
    }

    [Fact]
    public void Wants_an_absolute_working_directory() => Assert.Throws<ArgumentException>(() => new HostEnvironment([], "relative"));

    [Theory]
    [InlineData("/home/u", "/account", "/home/u")]
    [InlineData("", "/account", "/account")]
    [InlineData(null, "/account", "/account")]
    [InlineData(null, null, null)]
    public void Home_is_the_variable_and_then_the_account(string? variable, string? account, string? expected) =>
        Assert.Equal(expected, Create(account, ("HOME", variable)).HomeDirectory);

    [Theory]
    [InlineData(null, "/tmp")]
    [InlineData("", "/tmp")]
    [InlineData("/var/tmp", "/var/tmp")]
    public void Temporary_folder_is_the_variable_or_tmp(string? variable, string expected) =>
        Assert.Equal(expected, Create(null, ("TMPDIR", variable)).TempDirectory);

    [Theory]
    [InlineData("/x", "/home/u", "/x")]
    [InlineData("", "/home/u", "/home/u/.config")]
    [InlineData(null, "/home/u", "/home/u/.config")]
    [InlineData(null, null, null)]
    public void Configuration_folder_is_XDGs_or_under_home(string? configured, string? home, string? expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the rule of Linux");
        Assert.Equal(expected, Create(null, ("XDG_CONFIG_HOME", configured), ("HOME", home)).UserConfigDirectory);
    }

    [Theory]
    [InlineData("a.yaml", "/w/d/a.yaml", "/w/d/a.yaml")]
    [InlineData("/a.yaml", "/a.yaml", "/a.yaml")]
    [InlineData("../a.yaml", "/w/d/../a.yaml", "/w/a.yaml")]
    [InlineData("./x//y/", "/w/d/./x//y/", "/w/d/x/y")]
    [InlineData("", "", "/w/d")]
    [InlineData("/", "/", "/")]
    public void Paths_for_opening_keep_dots_and_paths_for_people_lose_them(string path, string resolved, string clean)
    {
        var environment = new HostEnvironment([], "/w/d");
        Assert.Equal(resolved, environment.ResolvePath(path));
        Assert.Equal(clean, environment.CleanPath(path));
    }

    [Fact]
    public void Changes_give_a_new_environment()
    {
        var before = Create("/account", ("A", "1"), ("B", "2"));
        var after = before.WithVariables([new("A", null), new("C", "3")]).WithWorkingDirectory("/other");
        Assert.Equal("1", before.Variable("A"));
        Assert.Null(after.Variable("A"));
        Assert.Equal(
            ("2", "3", "/other", "/account"), (after.Variable("B"), after.Variable("C"), after.WorkingDirectory, after.HomeDirectory));
    }

    [Fact]
    public void Never_prints_a_variable() =>
        Assert.Equal("HostEnvironment(/w)", new HostEnvironment([new("TOKEN", "canary")], "/w").ToString());

    private static readonly Dictionary<string, Func<HostEnvironment, HostEnvironment>> Copies = new()
    {
        ["another folder"] = environment => environment.WithWorkingDirectory("/elsewhere"),
        ["more variables"] = environment => environment.WithVariables([new("GNUPGHOME", "/g")]),
        ["fewer variables"] = environment => environment.WithVariables([new("B", null)]),
        ["another secret"] = environment => environment.Withholding("OTHER"),
        ["another handed on"] = environment => environment.HandingOn("OTHER"),
        ["the secret itself again"] = environment => environment.WithVariables([new("SECRET", "again")]),
        ["one after the other"] = environment =>
            environment.WithVariables([new("C", "3")]).WithWorkingDirectory("/x").Withholding("D").WithVariables([new("E", "5")]),
    };

    public static IEnumerable<TheoryDataRow<string>> NamesOfCopies => Copies.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(NamesOfCopies))]
    public void Every_copy_withholds_what_its_original_did(string name)
    {
        var original = Create(null, ("SECRET", "s"), ("A", "1"), ("B", "2")).Withholding("SECRET");
        var made = Copies[name](original);
        Assert.DoesNotContain("SECRET", made.Inherited.Keys);
        Assert.Equal("1", made.Inherited["A"]);
        Assert.NotNull(made.Variable("SECRET"));
        Assert.True(made.HandingOn("SECRET").Inherited.ContainsKey("SECRET"));
    }

    private static HostEnvironment Create(string? account, params (string Name, string? Value)[] variables) =>
        new(variables.Where(v => v.Value is not null).Select(v => KeyValuePair.Create(v.Name, v.Value!)), "/w", account);
}
