/** Files, one's own and those of one's projects; with `gallery`, what was sent in one's rooms. */
import type { Page } from "@/contract";
import type { StoredFile } from "@/contract/generated";
import { api, type Query as Params } from "@/connection";
import { EntityStore } from "@/store/entities";

class FileStore extends EntityStore<StoredFile> {
  override async page({ gallery, ...params }: Params): Promise<Page<StoredFile>> {
    const page = await api.get<Page<StoredFile>>(gallery ? "/api/gallery" : this.path, params);
    for (const file of page.items) this.apply(file);
    return page;
  }
}

export const files = new FileStore({ kind: "file", path: "/api/files" });
