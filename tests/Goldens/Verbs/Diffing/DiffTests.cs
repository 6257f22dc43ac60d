namespace SecretsKit.Goldens.Verbs.Diffing;

/// <summary>
/// Two local renderings compared. Expected texts are written by hand after the unified format and the headers of spec helmfile.md 23.
/// </summary>
public sealed class DiffTests
{
    private const string Old = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          colour: blue
          size: "1"
        ---
        # Source: c/templates/web.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
        spec:
          replicas: 1
          template:
            spec:
              containers:
                - name: front
                  image: nginx:1.26
                  env:
                    - name: A
                      value: "1"
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: gone
        """;

    private const string New = """
        ---
        # Source: c/templates/renamed.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
        spec:
          replicas: 1
          template:
            spec:
              containers:
                - name: front
                  image: nginx:1.27
                  env:
                    - name: A
                      value: "1"
                    - name: B
                      value: "1"
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          colour: blue
          size: "1"
        ---
        apiVersion: batch/v1
        kind: Job
        metadata:
          generateName: once-
        """;

    /// <summary>P-062.</summary>
    [Fact]
    public async Task P_062_Resources_are_matched_whatever_their_order_and_told_as_changed_removed_or_added()
    {
        using var run = Files();
        var result = await run.RunAsync("diff", "old.yaml", "new.yaml", "-C", "1");
        Assert.Equal(0, result.Exit);
        Assert.Equal(
            """
            default, gone, Service (v1) has been removed:
            @@ -1,4 +0,0 @@
            -apiVersion: v1
            -kind: Service
            -metadata:
            -  name: gone

            shop, web, Deployment (apps) has changed:
            @@ -11,3 +11,3 @@ spec.template.spec.containers[front]
                     - name: front
            -          image: nginx:1.26
            +          image: nginx:1.27
                       env:
            @@ -15 +15,3 @@ spec.template.spec.containers[front].env
                           value: "1"
            +            - name: B
            +              value: "1"

            default, once-*, Job (batch) has been added:
            @@ -0,0 +1,4 @@
            +apiVersion: batch/v1
            +kind: Job
            +metadata:
            +  generateName: once-


            """,
            result.OutputText);
        Assert.Equal("1 added, 1 changed, 1 removed, 1 unchanged\n", result.ErrorText);
    }

    [Theory]
    [InlineData(0, "old.yaml", "new.yaml")]
    [InlineData(0, "old.yaml", "old.yaml", "--detailed-exitcode")]
    [InlineData(2, "old.yaml", "new.yaml", "--detailed-exitcode")]
    [InlineData(2, "old.yaml", "new.yaml", "--exit-code", "-o", "json")]
    [InlineData(1, "old.yaml", "missing.yaml", "--detailed-exitcode")]
    [InlineData(64, "old.yaml")]
    [InlineData(64, "old.yaml", "new.yaml", "third.yaml")]
    [InlineData(64, "old.yaml", "new.yaml", "-C", "few")]
    [InlineData(64, "old.yaml", "new.yaml", "-o", "xml")]
    [InlineData(64, "-", "-")]
    [InlineData(64, "old.yaml", "new.yaml", "--set", "a=1")]
    public async Task Exit_codes_tell_of_differences_only_when_asked(int exit, params string[] words)
    {
        using var run = Files();
        Assert.Equal(exit, (await run.RunAsync(["diff", .. words])).Exit);
    }

    /// <summary>P-064.</summary>
    [Fact]
    public async Task P_064_Markdown_is_one_comment_with_a_fold_for_each_resource()
    {
        using var run = Files();
        run.Write("a.yaml", "kind: A\napiVersion: v1\nmetadata: {name: x}\ntext: |\n  ```\n  one\n");
        run.Write("b.yaml", "kind: A\napiVersion: v1\nmetadata: {name: x}\ntext: |\n  ```\n  two\n");
        var result = await run.RunAsync("diff", "--output", "markdown", "-C", "1", "a.yaml", "b.yaml");
        Assert.Equal(
            """
            **0 added, 1 changed, 0 removed, 0 unchanged**

            <details><summary>default, x, A (v1) has changed</summary>

            ````diff
            @@ -5,2 +5,2 @@ text
               ```
            -  one
            +  two
            ````

            </details>

            """,
            result.OutputText);
        Assert.Equal("", result.ErrorText);
    }

    [Fact]
    public async Task Summaries_and_JSON_name_each_resource_on_a_line()
    {
        using var run = Files();
        Assert.Equal(
            "default, gone, Service (v1) has been removed\nshop, web, Deployment (apps) has changed\ndefault, once-*, Job (batch) has " +
            "been added\n",
            (await run.RunAsync("diff", "-o", "summary", "old.yaml", "new.yaml")).OutputText);
        var lines = (await run.RunAsync("diff", "-o", "json", "-C0", "old.yaml", "new.yaml"))
            .OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Equal(
            """{"change":"MODIFY","api":"apps/v1","kind":"Deployment","namespace":"shop","name":"web","diff":"@@ -12 +12 @@ spec.template.spec.containers[front]\n-          image: nginx:1.26\n+          image: nginx:1.27\n@@ -15,0 +16,2 @@ spec.template.spec.containers[front].env\n+            - name: B\n+              value: \"1\"\n"}""",
            lines[1]);
    }

    [Fact]
    public async Task Colour_is_for_terminals_alone_and_NO_COLOR_turns_it_off()
    {
        using var run = new VerbRun { OnTerminal = true };
        run.Write("old.yaml", Old);
        run.Write("new.yaml", New);
        Assert.Contains(
            "\e[32m+          image: nginx:1.27\e[0m\n",
            (await run.RunAsync("diff", "old.yaml", "new.yaml")).OutputText,
            StringComparison.Ordinal);
        run.Variables["NO_COLOR"] = "1";
        Assert.DoesNotContain("\e", (await run.RunAsync("diff", "old.yaml", "new.yaml")).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_quotes_and_comments_count_unless_documents_are_normalized()
    {
        using var run = new VerbRun();
        run.Write("a.yaml", "apiVersion: v1\nkind: A\nmetadata:\n  name: \"x\" # a name\n");
        run.Write("b.yaml", "kind: A\napiVersion: v1\nmetadata: {name: x}\n");
        Assert.Contains("0 added, 1 changed", (await run.RunAsync("diff", "a.yaml", "b.yaml")).ErrorText, StringComparison.Ordinal);
        Assert.Equal("no differences, 1 unchanged\n", (await run.RunAsync("diff", "--normalize-manifests", "a.yaml", "b.yaml")).ErrorText);
    }

    [Fact]
    public async Task Lists_count_as_their_items_duplicates_are_matched_in_order_and_texts_are_compared_as_texts()
    {
        using var run = new VerbRun();
        const string one = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {a: b}\n";
        run.Write("a.yaml", one + "---\n" + one + "---\njust: text\n---\n{{ not yaml\n");
        run.Write("b.yaml", """
            apiVersion: v1
            kind: ConfigMapList
            items:
              - metadata: {name: one}
                data: {a: b}
              - metadata: {name: one}
                data: {a: c}
            ---
            just: text
            ---
            {{ not yaml at all
            """);
        var result = await run.RunAsync("diff", "-C0", "a.yaml", "b.yaml");
        Assert.Equal(
            """
            document 2 that is not a resource has changed:
            @@ -1 +1 @@
            -{{ not yaml
            +{{ not yaml at all

            default, one, ConfigMap (v1), no. 2 of that name has changed:
            @@ -3 +3 @@ data
            -  a: b
            +  a: c


            """,
            result.OutputText);
        Assert.Equal("0 added, 2 changed, 0 removed, 2 unchanged\n", result.ErrorText);
    }

    [Fact]
    public async Task Standard_input_folders_and_charts_can_be_sides()
    {
        using var run = Files();
        run.Write("folder/b.yaml", New);
        run.Write("folder/.hidden.yaml", "a: b\n");
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/templates/t.yaml", New.Replace("nginx:1.27", "nginx:{{ .Values.tag }}", StringComparison.Ordinal));
        Assert.Equal("no differences, 3 unchanged\n", (await run.RunWithInputAsync(New, "diff", "-", "folder")).ErrorText);
        Assert.Equal("no differences, 3 unchanged\n", (await run.RunAsync("diff", "folder", "c", "--set", "tag=1.27")).ErrorText);
        Assert.Equal(
            "0 added, 1 changed, 0 removed, 2 unchanged\n",
            (await run.RunAsync("diff", "c", "--set", "tag=1", "--set-b", "tag=2")).ErrorText);
    }

    private static VerbRun Files()
    {
        var run = new VerbRun();
        run.Write("old.yaml", Old);
        run.Write("new.yaml", New);
        return run;
    }
}
