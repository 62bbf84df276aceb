/** Keeps a view that breaks from taking the rest with it. */
import { Component, type ComponentChildren } from "preact";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { t } from "@/i18n";
import { report } from "@/store/report";

export class Boundary extends Component<{ name: string; children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  override componentDidCatch(error: unknown): void {
    report(error, this.props.name);
    this.setState({ failed: true });
  }

  override componentDidUpdate(before: { name: string }): void {
    if (before.name !== this.props.name && this.state.failed) this.setState({ failed: false });
  }

  override render(): ComponentChildren {
    if (!this.state.failed) return this.props.children;
    return <Empty title={t("error.view")} text={t("error.view_text")} action={<Button onClick={() => this.setState({ failed: false })}>{t("retry")}</Button>} />;
  }
}
