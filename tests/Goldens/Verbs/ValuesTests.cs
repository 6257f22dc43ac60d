namespace SecretsKit.Goldens.Verbs;

/// <summary>The values that templates would see, and where they come from.</summary>
public sealed class ValuesTests
{
    [Fact]
    public async Task Prints_defaults_of_charts_under_files_in_their_order_under_flags()
    {
        using var run = Chart();
        var result = await run.RunAsync("values", "c", "-f", "a.yaml,prod.yaml", "--set", "replicas=4");
        Assert.Equal(
            (0, """
            global:
              region: eu
            hosts:
            - b
            image:
              repository: shop/api
              tag: "1.5"
            kid:
              global:
                region: eu
              size: 2
            replicas: 4

            """, ""),
            (result.Exit, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task Prints_what_was_given_alone()
    {
        using var run = Chart();
        var result = await run.RunAsync("values", "c", "-f", "prod.yaml", "--set", "replicas=4", "--given");
        Assert.Equal(
            (0, "hosts:\n- b\nimage:\n  digest: null\n  tag: \"1.5\"\nreplicas: 4\n", ""),
            (result.Exit, result.OutputText, result.ErrorText));
    }

    /// <summary>P-229.</summary>
    [Fact]
    public async Task P_229_Each_value_is_told_with_its_source_and_with_what_commonly_surprises()
    {
        using var run = Chart();
        run.Write("typo.yaml", "replica: 5\nimage: {tga: x}\n");
        var result = await run.RunAsync(
            "values", "c", "-f", "a.yaml", "-f", "prod.yaml", "-f", "typo.yaml", "--set", "replicas=4", "--origin");
        Assert.Equal(
            """
            global.region = "eu"  # a.yaml
            hosts = ["b"]  # prod.yaml, over ["a","c"] of a.yaml, [] of chart
            image.repository = "shop/api"  # chart
            image.tag = "1.5"  # prod.yaml, over "1.4" of a.yaml, "" of chart
            image.tga = "x"  # typo.yaml
            kid.size = 2  # chart, over 1 of chart kid
            replica = 5  # typo.yaml
            replicas = 4  # --set, over 2 of a.yaml, 1 of chart

            """,
            result.OutputText);
        Assert.Equal(
            """
            warning: hosts: the list of prod.yaml takes the place of the list of a.yaml as a whole; lists are not merged
            warning: image.digest: the null of prod.yaml removes what chart gives
            warning: image.tga: no template uses this value; the chart knows image.tag
            warning: replica: no template uses this value; the chart knows replicas

            """,
            result.ErrorText);
    }

    /// <summary>P-229.</summary>
    [Fact]
    public async Task P_229_What_a_release_was_given_can_be_laid_over_the_chart_of_today_and_rendered_anew()
    {
        using var run = Chart();
        const string Given = "USER-SUPPLIED VALUES:\nreplicas: 3\n";
        run.Write("given.yaml", Given.Split('\n', 2)[1]);
        Assert.Contains(
            "replicas = 3  # -, over 1 of chart\n",
            (await run.RunWithInputAsync(run.Read("given.yaml"), "values", "c", "-f", "-", "--origin")).OutputText,
            StringComparison.Ordinal);
        var deployed = (await run.RunAsync("helm", "template", "r", "c", "-f", "given.yaml")).OutputText;
        var fresh = await run.RunWithInputAsync(deployed, "diff", "-C0", "--release", "r", "-", "c");
        Assert.Contains("-  replicas: 3\n+  replicas: 1\n", fresh.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_of_encrypted_files_are_masked_unless_they_are_asked_for()
    {
        using var run = Chart().WithKey();
        run.Write("secrets.yaml", $"image: {{tag: {VerbRun.Canary}}}\nreplicas: 54321\n");
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.yaml")).Exit);
        foreach (var words in (string[][])[["--origin"], ["--given"], []])
        {
            var masked = await run.RunAsync(["values", "c", "-f", "secrets.yaml", .. words]);
            Assert.Equal(0, masked.Exit);
            Assert.DoesNotContain(VerbRun.Canary, masked.OutputText, StringComparison.Ordinal);
            Assert.DoesNotContain("54321", masked.OutputText, StringComparison.Ordinal);
            Assert.Contains("[REDACTED]", masked.OutputText, StringComparison.Ordinal);
            if (words is not ["--origin"])
            {
                Assert.Contains(
                    $"tag: {VerbRun.Canary}\n",
                    (await run.RunAsync(["values", "c", "-f", "secrets.yaml", "--show-secrets", .. words])).OutputText,
                    StringComparison.Ordinal);
            }
        }

        Assert.Contains(
            "image.tag = [REDACTED]  # secrets.yaml, over \"\" of chart\n",
            (await run.RunAsync("values", "c", "-f", "secrets.yaml", "--origin")).OutputText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_are_masked_by_where_they_come_from_and_what_equals_one_stays_readable()
    {
        using var run = Chart().WithKey();
        run.Write("secrets.yaml", "image: {tag: example}\nkid: {size: 77, on: true}\nhosts: [example, other]\npin: 1\n");
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.yaml")).Exit);
        run.Write("plain.yaml", "url: chart.example.com\nalso: example\nkid: {note: 77}\nimage: {tag: older-example}\n");
        var result = await run.RunAsync("values", "c", "-f", "plain.yaml", "-f", "secrets.yaml");
        Assert.Equal(
            """
            also: example
            global: {}
            hosts:
            - '[REDACTED]'
            - '[REDACTED]'
            image:
              digest: sha256:00
              repository: shop/api
              tag: '[REDACTED]'
            kid:
              global: {}
              note: 77
              "on": true
              size: '[REDACTED]'
            pin: '[REDACTED]'
            replicas: 1
            url: chart.example.com

            """.Replace("global: {}\nhosts", "hosts", StringComparison.Ordinal),
            result.OutputText);
        var origins = await run.RunAsync("values", "c", "-f", "plain.yaml", "-f", "secrets.yaml", "--origin");
        Assert.Contains(
            "image.tag = [REDACTED]  # secrets.yaml, over \"older-example\" of plain.yaml", origins.OutputText, StringComparison.Ordinal);
        Assert.Contains("url = \"chart.example.com\"  # plain.yaml\n", origins.OutputText, StringComparison.Ordinal);
        Assert.Contains("kid.on = true  # secrets.yaml\n", origins.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c", "vals.bin", "value: example\n")]
    [InlineData("c", "vals.yaml", "a: &x example\nb: *x\nwhen: 2024-01-02\n")]
    [InlineData("c", "vals.json", "{\"a\": \"example\", \"b\": [\"example\"]}")]
    public async Task Values_of_encrypted_files_of_every_kind_are_masked(string chart, string file, string text)
    {
        using var run = Chart().WithKey();
        run.Write(file, text);
        Assert.Equal(0, (await run.RunAsync("enc", file)).Exit);
        foreach (var words in (string[][])[[], ["--origin"], ["--given"]])
        {
            var result = await run.RunAsync(["values", chart, "-f", file, .. words]);
            Assert.Equal((0, ""), (result.Exit, result.ErrorText.Contains("unused", StringComparison.Ordinal) ? result.ErrorText : ""));
            Assert.DoesNotContain("example", result.OutputText, StringComparison.Ordinal);
            Assert.Contains("[REDACTED]", result.OutputText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_fills_one_value_is_masked_if_it_was_encrypted()
    {
        using var run = Chart().WithKey();
        run.Write("cert.pem", "example of a certificate\n");
        run.Write("plain.txt", "example of a text\n");
        Assert.Equal(0, (await run.RunAsync("enc", "cert.pem")).Exit);
        foreach (var words in (string[][])[[], ["--origin"], ["--given"]])
        {
            var result = await run.RunAsync(["values", "c", "--set-file", "cert=cert.pem", "--set-file", "note=plain.txt", .. words]);
            Assert.DoesNotContain("certificate", result.OutputText, StringComparison.Ordinal);
            Assert.Contains("example of a text", result.OutputText, StringComparison.Ordinal);
            Assert.Contains("[REDACTED]", result.OutputText, StringComparison.Ordinal);
        }
    }

    /// <summary>P-085.</summary>
    [Theory]
    [InlineData("--set", "db.password=canary-7f3e9aXk29")]
    [InlineData("--set-string", "db.password=canary-7f3e9aXk29")]
    [InlineData("--set-literal", "db.password=canary-7f3e9aXk29")]
    [InlineData("--set-json", "db={\"password\": \"canary-7f3e9aXk29\"}")]
    public async Task P_085_Secrets_in_flags_are_used_and_show_in_no_message(string flag, string value)
    {
        using var run = Chart();
        run.Write(
            "c/templates/secret.yaml",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: {{ .Values.db.password }}}\n");
        Assert.Contains(
            "{password: canary-7f3e9aXk29}", (await run.RunAsync("template", "r", "c", flag, value)).OutputText, StringComparison.Ordinal);
        Assert.Contains(
            "db.password = [REDACTED]",
            (await run.RunAsync("values", "c", flag, value, "--origin"))
                .OutputText.Replace("\"[REDACTED]\"", "[REDACTED]", StringComparison.Ordinal),
            StringComparison.Ordinal);
        run.Write("c/templates/bad.yaml", "{{ if .Values.loud }}{{ fail (print \"with \" .Values.db.password) }}{{ end }}{{ if " +
            ".Values.broken }}a: {{ .Values.db.password }}: b{{ end }}");
        foreach (
            var words in (
                string[][])[["template", "r", "c"], ["helm", "template", "r", "c"], ["helm3", "template", "r", "c", "--debug"],
                ["lint", "c"], ["helm", "install", "r", "c", "--dry-run=client"], ["diff", "c", "c"]])
        {
            foreach (var how in (string[])["loud=true", "broken=true"])
            {
                // The run itself looks for the canary in the messages.
                var refused = await run.RunAsync([.. words, "--set", how, flag, value]);
                Assert.Equal(1, refused.Exit);
                if (words[0] is "lint" or "diff")
                {
                    Assert.DoesNotContain(VerbRun.Canary, refused.OutputText, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, "values", "nowhere")]
    [InlineData(1, "values", "c", "-f", "nowhere.yaml")]
    [InlineData(1, "values", "c", "--set", "a")]
    [InlineData(1, "values", "a.yaml")]
    [InlineData(1, "values", "-")]
    [InlineData(64, "values", "c", "--given", "--origin")]
    [InlineData(64, "values")]
    public async Task Wrong_words_end_in_a_message(int exit, params string[] words)
    {
        using var run = Chart();
        var result = await run.RunAsync(words);
        Assert.Equal((exit, ""), (result.Exit, result.OutputText));
        Assert.NotEqual("", result.ErrorText);
    }

    private static VerbRun Chart()
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies: [{name: kid, version: 1.0.0}]\n");
        run.Write("c/values.yaml", "replicas: 1\nhosts: []\nimage: {repository: shop/api, tag: \"\", digest: sha256:00}\nkid: {size: 2}\n");
        run.Write("c/charts/kid/Chart.yaml", "apiVersion: v2\nname: kid\nversion: 1.0.0\n");
        run.Write("c/charts/kid/values.yaml", "size: 1\n");
        run.Write("c/templates/t.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n  replicas: {{ " +
            ".Values.replicas }}\n# {{ .Values.image.tag }}\n");
        run.Write("a.yaml", "replicas: 2\nhosts: [a, c]\nimage: {tag: \"1.4\"}\nglobal: {region: eu}\n");
        run.Write("prod.yaml", "hosts: [b]\nimage: {tag: \"1.5\", digest: null}\n");
        return run;
    }
}
