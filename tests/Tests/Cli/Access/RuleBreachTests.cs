using SecretsKit.Cli.Access;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;

namespace SecretsKit.Tests.Cli.Access;

/// <summary>Where a file gives more away than its rule; what is stricter is no breach.</summary>
public sealed class RuleBreachTests
{
    private static readonly AccessPolicy Rule = new([Group("a", "b"), Group("c")], 2, SelectionFields.Default, false);

    [Fact]
    public void A_file_as_its_rule_says_has_no_findings() =>
        Assert.Empty(Findings(Rule, Rule with { Groups = [Group("b", "a"), Group("c")] }));

    [Fact]
    public void What_is_stricter_has_no_findings()
    {
        Assert.Empty(Findings(Rule, Rule with { Groups = [Group("a"), Group("c")] }));
        Assert.Empty(Findings(Rule with { Needed = 1 }, Rule));
        Assert.Empty(Findings(Rule with { MacOnlyEncrypted = true }, Rule));
        Assert.Empty(Findings(Rule, Rule with { Selection = new SelectionFields { UnencryptedSuffix = "_very_unencrypted" } }));
    }

    [Fact]
    public void Recipients_of_another_group_are_outsiders_of_theirs() => Assert.Equal(
        ["group 0: can decrypt, and is not in the rule: age c"], Findings(Rule, Rule with { Groups = [Group("a", "c"), Group("c")] }));

    [Fact]
    public void A_group_that_the_rule_does_not_have_is_all_outsiders() => Assert.Equal(
        ["group 2: can decrypt, and is not in the rule: age d"], Findings(Rule, Rule with { Groups = [.. Rule.Groups, Group("d")] }));

    [Fact]
    public void The_type_of_a_key_counts() =>
        Assert.Single(Findings(Rule, Rule with { Groups = [new([new PgpMasterKey("a")]), Group("c")] }));

    [Fact]
    public void Fewer_groups_needed_are_a_finding() => Assert.Equal(
        ["1 of 2 key groups open the file, and the rule wants 2 of 2"], Findings(Rule, Rule with { Needed = 1 }));

    [Fact]
    public void A_looser_selection_or_MAC_is_a_finding()
    {
        Assert.Contains(
            "encrypted_regex ^a$",
            Assert.Single(Findings(Rule, Rule with { Selection = new SelectionFields { EncryptedRegex = "^a$" } })),
            StringComparison.Ordinal);
        Assert.Contains(
            "mac_only_encrypted", Assert.Single(Findings(Rule, Rule with { MacOnlyEncrypted = true })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_without_keys_says_nothing_about_recipients() =>
        Assert.Empty(Findings(Rule with { Groups = [new([])] }, Rule with { Groups = [Group("z")], Needed = 1 }));

    [Fact]
    public void What_the_command_names_is_no_finding_and_still_outside()
    {
        var breach = RuleBreach.Of(Rule, Rule with { Groups = [Group("a", "z"), Group("c")], Needed = 1 });
        Assert.Empty(breach.Findings(new([new AgeMasterKey("z")], true)));
        Assert.Equal("z", Assert.Single(breach.Outsiders).Key.Id);
        Assert.Equal(2, breach.Findings(NamedAccess.None).Count);
    }

    [Fact]
    public void A_key_without_its_version_is_any_version_of_that_key()
    {
        AccessPolicy Azure(string name, string version) => Rule with
        {
            Groups = [new([new AzureKeyVaultMasterKey("https://v", name, version)])],
        };
        Assert.Empty(Findings(Azure("k", ""), Azure("k", "1")));
        Assert.Single(Findings(Azure("k", ""), Azure("other", "1")));
        Assert.Single(Findings(Azure("k", "2"), Azure("k", "1")));
    }

    private static IReadOnlyList<string> Findings(AccessPolicy rule, AccessPolicy file) =>
        RuleBreach.Of(rule, file).Findings(NamedAccess.None);

    private static KeyGroup Group(params string[] names) => new([.. names.Select(name => new AgeMasterKey(name))]);
}
