// What was logged and not sent yet, kept on the phone until the server has it. Nothing leaves the store before that.

export interface Waiting {
  key: string; // made here: the server counts each once
  url: string;
  body: string;
  on: string; // the day, by this phone
  problem?: string; // what has to be mended before it can be sent
  shut?: boolean; // the badge that it was logged by counts no more: it goes by the next one
}

const store = "waiting";

function open(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("waymark-log", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(store, { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
    asked.onblocked = () => failed(asked.error);
  });
}

async function change<T>(mode: IDBTransactionMode, does: (s: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  try {
    return await new Promise<T>((done, failed) => {
      const t = db.transaction(store, mode, { durability: "strict" });
      const asked = does(t.objectStore(store));
      t.oncomplete = () => done(asked.result);
      t.onerror = () => failed(t.error);
      t.onabort = () => failed(t.error);
    });
  } finally {
    db.close();
  }
}

// keep returns when the phone has it for good.
export const keep = (w: Waiting): Promise<IDBValidKey> => change("readwrite", (s) => s.put(w));
export const drop = (key: string): Promise<undefined> => change("readwrite", (s) => s.delete(key));
export const all = (): Promise<Waiting[]> => change<Waiting[]>("readonly", (s) => s.getAll());
