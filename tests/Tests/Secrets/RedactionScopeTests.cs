using System.Text;
using SecretsKit.Core.Secrets.Redaction;

namespace SecretsKit.Tests.Secrets;

/// <summary>What messages look like after they were cleared of decrypted values.</summary>
public sealed class RedactionScopeTests
{
    private const string Value = "Zq7hunter-Xk29<fLq8w\"";

    public static TheoryData<string> Forms
    {
        get
        {
            var bytes = Encoding.UTF8.GetBytes(Value);
            return
            [
                Value, Value[..12], Value[^10..], Value[3..15], Value.ToUpperInvariant(), "Zq7hunter-Xk29<fLq8w\\\"",
                "Zq7hunter-Xk29\\u003cfLq8w\\\"", "Zq7hunter-Xk29&lt;fLq8w&#34;",
                Uri.EscapeDataString(Value), Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), string.Join(
                    ' ', bytes.Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))),
                Convert.ToBase64String(bytes),
            ];
        }
    }

    /// <summary>A user that is called like the release, which the command line shows.</summary>
    [Fact]
    public void A_name_that_everybody_sees_is_no_value()
    {
        using var scope = new RedactionScope();
        scope.Except("orders", "lab");
        using var child = scope.CreateChild();
        child.Add("orders"u8);
        child.Add("orders-of-today"u8);
        Assert.Equal("orders-chart in lab", child.Redact("orders-chart in lab"));
        Assert.DoesNotContain("orders-of-today", child.Redact("at orders-of-today"), StringComparison.Ordinal);
        Assert.Equal("Orders", child.Redact("Orders"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void No_form_of_a_value_is_left_in_a_message(string form)
    {
        var index = new RedactionScope();
        index.Add(Encoding.UTF8.GetBytes(Value));
        var cleared = index.Redact($"error at <{form}> here");
        Assert.Contains(RedactionScope.Mark, cleared, StringComparison.Ordinal);
        Assert.StartsWith("error at <", cleared, StringComparison.Ordinal);
        Assert.EndsWith("> here", cleared, StringComparison.Ordinal);
        for (var at = 0; at + RedactionScope.FragmentLength <= form.Length; at++)
        {
            Assert.DoesNotContain(form.Substring(at, RedactionScope.FragmentLength), cleared, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "")]
    [InlineData("ab", "c")]
    [InlineData("user:", "@host")]
    public void A_value_inside_a_longer_text_of_base64_is_not_left(string before, string after)
    {
        var index = new RedactionScope();
        index.Add(Encoding.UTF8.GetBytes(Value));
        var cleared = index.Redact($"error at <{Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Value + after))}> here");
        Assert.Matches("^error at <[A-Za-z0-9+/]{0,8}\\[REDACTED\\][A-Za-z0-9+/=]{0,12}> here$", cleared);
    }

    [Theory]
    [InlineData("pass", "a pass here", "a [REDACTED] here")]
    [InlineData("pass", "cGFzcw==", "[REDACTED]")]
    [InlineData("abc", "abc", "abc")]
    [InlineData("true", "true", "true")]
    [InlineData("it's", "it''s", "[REDACTED]")]
    [InlineData("hunter2", "{{ hunter2 }}", "{{ [REDACTED] }}")]
    [InlineData("{{ .x.hunter2 }}", "function \"hunter2\" not defined", "function \"[REDACTED]\" not defined")]
    [InlineData("first line\nsecond1\nthe third line", "the third line | second1", "[REDACTED] | [REDACTED]")]
    [InlineData("first line\nhaystack\nthe third line", "a haystack here", "a [REDACTED] here")]
    [InlineData(" let tuce", "a <let tuce>", "a <[REDACTED]>")]
    [InlineData("8675309867530912", "8.675309867530912e+15", "[REDACTED]")]
    [InlineData("----------------", "------------------", "------------------")]
    public void A_message_keeps_what_is_not_secret(string value, string message, string expected)
    {
        var index = new RedactionScope();
        index.Add(Encoding.UTF8.GetBytes(value));
        Assert.Equal(expected, index.Redact(message));
    }

    [Fact]
    public void Keys_and_certificates_can_be_spoken_of_and_their_contents_cannot()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var pem = key.ExportPkcs8PrivateKeyPem();
        using var scope = new RedactionScope();
        scope.Add(Encoding.UTF8.GetBytes($"{pem}\n-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ\n-----END CERTIFICATE-----\n"));
        const string message = "the private key does not fit the certificate: -----BEGIN PRIVATE KEY----- begins one";
        Assert.Equal(message, scope.Redact(message));
        foreach (var line in pem.Split('\n')[1..^1])
        {
            Assert.Equal(RedactionScope.Mark, scope.Redact(line));
            Assert.Equal($"at {RedactionScope.Mark}", scope.Redact($"at {line[5..15]}"));
        }

        Assert.DoesNotContain("MIIBszCCAV", scope.Redact("CERTIFICATE-----\nMIIBszCCAV"), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_overlap_are_one_mark()
    {
        var index = new RedactionScope();
        index.Add("alpha-beta-gamma"u8);
        index.Add("gamma-delta-epsilon"u8);
        Assert.Equal("x [REDACTED] y", index.Redact("x alpha-beta-gamma-delta-epsilon y"));
    }

    /// <summary>One mark shows neither where one value ends nor how many there are, also when they are of different scopes.</summary>
    [Fact]
    public void Values_that_touch_are_one_mark()
    {
        using var parent = new RedactionScope();
        using var index = parent.CreateChild();
        parent.Add("alpha-beta"u8);
        index.Add("gamma-delta"u8);
        Assert.Equal("x [REDACTED] y [REDACTED]", index.Redact("x alpha-betagamma-deltaalpha-beta y gamma-delta"));
        Assert.Equal([(2, 33), (36, 47)], index.Find("x alpha-betagamma-deltaalpha-beta y gamma-delta"));
    }

    [Fact]
    public void Many_values_cost_in_proportion()
    {
        var index = new RedactionScope();
        for (var i = 0; i < 10_000; i++)
        {
            index.Add(Encoding.UTF8.GetBytes($"value-number-{i}-of-many-in-one-file"));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.DoesNotContain(
            "number-77", index.Redact(string.Concat(Enumerable.Repeat("a value-number-77-of b\n", 1_000))), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000_000);
    }
}
